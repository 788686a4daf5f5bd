/** Plays one case from its first launch to its last visit, and writes down what happened. */
import type { Page } from 'playwright-core';
import type { Registered } from '../support/running-server';
import { answerQuestion, entryTitle } from './answer-questions';
import type { Case, CasePackage } from './case-files';
import { createInbox, type Inbox, type Started } from './inbox';
import { stepsOf } from './instructions';
import type { root, Step } from './instructions';
import { faultLine, judgeCalls } from './judge-calls';
import { zipAround } from './package-zip';
import { behaviourOf } from './page-behaviour';
import { controlsOn, type PlayerControls } from './player-controls';
import type { CallReport, CaseReport, VisitReport } from './report';
import { plannedCall } from './sco-messages';
import type { Visit } from './script';
import type { Stage } from './stage';

/** Milliseconds. */
const patience = {
  /** For the next activity, for the end of a session. */
  step: 12_000,
  /** More, while the player says that something is on its way. */
  onItsWay: 30_000,
  /** A page of ours in the content's place that stays this long is not on its way to something else. */
  stuck: 1200,
  /** What the suite's own pages wait before they look whether they are still there. */
  afterTerminate: 5000,
  /** For a page to close. */
  close: 3000,
  /** For a whole case; each call adds a little. */
  whole: 90_000,
  perCall: 25,
};

/** The player's page of the launch under way. */
type Launched = {
  readonly page: Page;
  readonly controls: PlayerControls;
  readonly inbox: Inbox;
  readonly registered: Registered;
  readonly package: CasePackage;
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Growing = Mutable<VisitReport> & { faults: string[]; moves: string[]; calls: readonly CallReport[] };

/** Never throws: what cannot be played has failed. */
export async function playCase(stage: Stage, one: Case): Promise<CaseReport> {
  const began = Date.now();
  const visits: Growing[] = [];
  const faults: string[] = [];
  const play = createPlay(stage, one);
  const calls = one.script.visits.reduce((sum, visit) => sum + visit.commands.length, 0);
  const whole = patience.whole + one.script.visits.length * 3000 + calls * patience.perCall;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error(`not done within ${Math.round(whole / 1000)} s`)), whole);
  });
  try {
    await Promise.race([play.all(visits), late]);
  } catch (error) {
    (visits.at(-1)?.faults ?? faults).push(
      error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error),
    );
  } finally {
    clearTimeout(timer);
    await play.close();
  }
  const left = one.script.visits.slice(visits.length);
  const last = visits.at(-1);
  if (left.length > 0 && visits.every((visit) => visit.faults.length === 0) && faults.length === 0)
    faults.push(`${left.length} visits were not reached after ${last?.label ?? 'the start'}`);
  const passed = faults.length === 0 && visits.every((visit) => visit.faults.length === 0);
  return { id: one.id, passed, seconds: (Date.now() - began) / 1000, faults, visits };
}

function createPlay(stage: Stage, one: Case) {
  const { script, learner } = one;
  const brought = new Map<string, Registered>();
  let launched: Launched | undefined;

  const packageNamed = (name: string | undefined): CasePackage => {
    const found =
      name === undefined ? (launched?.package ?? one.packages[0]) : one.packages.find((each) => each.name === name);
    if (!found) throw new Error(`the case has no package ${name ?? ''}`);
    return found;
  };

  async function launch(name: string | undefined): Promise<Launched> {
    const wanted = packageNamed(name);
    const title = wanted.facts.title || one.id;
    const registered = brought.get(wanted.name) ?? (await stage.bring(learner, zipAround(wanted), title));
    brought.set(wanted.name, registered);
    await launched?.page.close();
    const inbox = createInbox();
    const page = await stage.launch(learner, registered, inbox.listen);
    launched = { page, controls: controlsOn(page), inbox, registered, package: wanted };
    await launched.controls.settled();
    return launched;
  }

  const now = (): Launched => {
    if (!launched) throw new Error('nothing is launched');
    return launched;
  };

  async function choose(title: string | typeof root): Promise<string | undefined> {
    const { controls, package: played } = now();
    return controls.choose(entryTitle(title, played.facts));
  }

  /** The first launch, and what is chosen in it. */
  async function begin(): Promise<void> {
    const { start } = script;
    const named = one.packages.some(({ name }) => name === start);
    await launch(named ? start : undefined);
    if (named || start === '.') return;
    const fault = await choose(start);
    if (fault !== undefined) throw new Error(fault);
  }

  /** The content that comes next, or why none does. */
  async function nextContent(): Promise<Started | string> {
    const { inbox, controls } = now();
    const end = Date.now() + patience.step;
    let stuckSince: number | undefined;
    for (;;) {
      const started = await inbox.next('started', 150);
      if (started) return started;
      const { state, words } = await controls.stage();
      const idle = ['end', 'choose', 'refuse', 'refused', 'sign-in'].includes(state);
      stuckSince = idle ? (stuckSince ?? Date.now()) : undefined;
      const onItsWay = ['opening', 'moving', 'offline'].includes(state);
      const shown = `the player is at “${state}”${words === '' ? '' : `: ${words.slice(0, 160)}`}`;
      if (stuckSince !== undefined && Date.now() - stuckSince > patience.stuck) return shown;
      if (Date.now() > end + (onItsWay ? patience.onItsWay : 0)) return `nothing came in time; ${shown}`;
    }
  }

  /** Undefined when the session is over, for the learner and for the server. */
  async function endFault(): Promise<string | undefined> {
    const { controls, registered } = now();
    const end = Date.now() + patience.step;
    let quietSince: number | undefined;
    for (;;) {
      const { state, words, busy } = await controls.stage();
      if (state === 'end') {
        const kept = await stage.kept(registered);
        if (kept?.sessionClosed === true || (kept !== undefined && kept.status !== 'open')) return undefined;
        if (Date.now() > end) return 'the player says that the course is left, but on the server its session is open';
      } else {
        const quiet = !busy && !['opening', 'moving', 'offline'].includes(state);
        quietSince = quiet ? (quietSince ?? Date.now()) : undefined;
        if (Date.now() > end || (quietSince !== undefined && Date.now() - quietSince > 2 * patience.stuck))
          return `the session must have ended, the player is at “${state}”: ${words.slice(0, 160)}`;
      }
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
  }

  async function hasEnded(): Promise<boolean> {
    return (await now().controls.stage()).state === 'end';
  }

  /** Makes one move. @returns what went wrong */
  async function take(step: Step, visit: Growing): Promise<string | undefined> {
    switch (step.do) {
      case 'press':
        visit.moves.push(step.control);
        return now().controls.press(step.control);
      case 'choose':
        visit.moves.push(`choose ${entryTitle(step.title, now().package.facts)}`);
        return choose(step.title);
      case 'expect-end': {
        const fault = await endFault();
        visit.ended = fault === undefined;
        return fault;
      }
      case 'launch':
        visit.moves.push(step.package === undefined ? 'launch again' : `launch ${step.package}`);
        await launch(step.package);
        return undefined;
      case 'leave':
        if (await hasEnded()) return undefined;
        visit.moves.push('exit');
        if ((await now().controls.press('exit')) === undefined) await endFault();
        return undefined;
    }
  }

  async function playVisit(visit: Visit, report: Growing): Promise<boolean> {
    const arrived = await nextContent();
    if (typeof arrived === 'string') {
      report.faults.push(`expected activity ${visit.act}, delivered nothing: ${arrived}`);
      return false;
    }
    const { controls, inbox, package: played } = now();
    const address = new URL(arrived.href);
    const behaviour = behaviourOf(address.pathname);
    await controls.settled();
    const { activity } = await controls.stage();
    const [tc, act] = [address.searchParams.get('tc'), address.searchParams.get('act')];
    report.delivered = {
      case: tc,
      act,
      ...(activity === undefined ? {} : { identifier: activity }),
      address: arrived.href.slice(address.origin.length),
      apiFound: arrived.apiFound,
      apiVersion: arrived.apiVersion,
    };
    const wrong = deliveryFault();
    if (wrong !== undefined) {
      arrived.answer({ stop: true });
      report.faults.push(wrong);
      return false;
    }
    if (behaviour.api && !arrived.apiFound) report.faults.push('the content finds no API');
    if (behaviour.checksVersion && !/^1\.0($|\.)/.test(arrived.apiVersion ?? ''))
      report.faults.push(`the API says that its version is ${arrived.apiVersion ?? 'nothing'}`);
    report.controls = await controls.look();
    report.questions = visit.questions.map((asked) =>
      answerQuestion(asked, report.controls ?? emptyControls(), played.facts),
    );
    for (const { question, expected, answer, ok } of report.questions)
      if (!ok) report.faults.push(`asked ${question}: expected ${expected}, the player shows ${answer}`);
    inbox.forget('done');
    inbox.forget('gone');
    arrived.answer({ commands: visit.commands.map(plannedCall) });
    const done = await inbox.next('done', patience.step + visit.commands.length * patience.perCall);
    if (!done) {
      report.faults.push('the content did not come to its end');
      return false;
    }
    report.calls = judgeCalls(visit.commands, done.results, stage.learnerId(learner));
    report.faults.push(...report.calls.filter(({ ok }) => !ok).map(faultLine));
    await afterwards();
    return true;

    function deliveryFault(): string | undefined {
      if (behaviour.neverDelivered) return `expected activity ${visit.act}, delivered ${address.pathname}`;
      if (tc !== script.title) return `expected case ${script.title}, delivered case ${tc ?? 'none'}`;
      return act === visit.act ? undefined : `expected activity ${visit.act}, delivered ${act ?? 'none'}`;
    }

    async function afterwards(): Promise<void> {
      if (behaviour.afterwards === undefined) return;
      const gone = await inbox.next('gone', patience.afterTerminate);
      if (behaviour.afterwards === 'must-go' && !gone)
        report.faults.push('the content asked to exit and was still shown after 5 s');
      if (behaviour.afterwards === 'must-stay' && gone) report.faults.push('the content was taken away by itself');
    }
  }

  async function follow(visit: Visit, report: Growing): Promise<boolean> {
    const steps = visit.instruction === undefined ? [] : stepsOf(visit.instruction);
    for (const [index, step] of steps.entries()) {
      await now().controls.settled();
      if (index === 0 && step.do !== 'expect-end') report.controlsAfter = await now().controls.look();
      const fault = await take(step, report);
      if (fault === undefined) continue;
      report.faults.push(fault);
      return false;
    }
    return true;
  }

  return {
    all: async (reports: Growing[]): Promise<void> => {
      await begin();
      for (const visit of script.visits) {
        const report: Growing = {
          label: visit.label,
          expected: { case: script.title, act: visit.act },
          questions: [],
          calls: [],
          moves: [],
          faults: [],
          ...(visit.instruction === undefined ? {} : { instruction: visit.instruction }),
        };
        reports.push(report);
        const goesOn = (await playVisit(visit, report)) && (await follow(visit, report));
        report.ended ??= await hasEnded();
        if (!goesOn) return;
      }
    },
    close: async (): Promise<void> => {
      // A page that hangs may not even close; the run goes on without it.
      const closed = launched?.page.close().catch(() => undefined);
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, patience.close))]);
    },
  };
}

function emptyControls(): NonNullable<VisitReport['controls']> {
  const none = { shown: false, enabled: false };
  return { continue: none, previous: none, exit: none, suspend: none, contents: none, entries: [] };
}
