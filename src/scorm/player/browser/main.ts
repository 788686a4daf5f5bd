/** The player page. `main-12` and `main-2004` start it with their flavour, so that each carries one data model only. */
import type {
  CommitAnswer,
  CommitRequest,
  ContentsEntry,
  Delivery,
  NavigateAnswer,
  OutcomeShown,
} from '../../runtime/core/protocol';
import type { Controls, NavigationRequest } from '../../sequencing/core/types';
import type { Sent } from './answers';
import { createBar } from './bar';
import { startDelivery } from './delivery';
import type { Running } from './delivery';
import { holdSession, sendEarlierVisits } from './earlier-visits';
import { endPage, offlinePage, refusalPage, signInPage, unservedPage } from './end-pages';
import type { Flavour } from './flavour';
import { controlFrame } from './frame';
import { guardTop } from './leave-guard';
import { createNavigation } from './navigation';
import { createNotices } from './notices';
import { watchOtherApi } from './other-api';
import { outcomeWords } from './outcome-words';
import { byId, readStart } from './page';
import { createRecorder, isRecorded } from './recorder';
import { createSavedLine } from './saved-line';
import { savedWord } from './saved-state';
import { startClock } from './time-limit';
import { createTrace } from './trace-panel';
import { watchOthers } from './who-else';
import { sayWith } from './words';

/** Values that are set and never committed are kept this often all the same (milliseconds). */
const keepEvery = 30_000;
/** After this long without an answer the learner is told that the result is still on the device. */
const resultPatience = 3000;

const now = (): Date => new Date();

/** What of the course is known to this page; replaced as answers come. */
type Course = { contents: readonly ContentsEntry[]; controls: Controls; outcome: OutcomeShown | undefined };

/** Opening, between activities, playing, choosing, over, refused, or without a server that answers. */
type StageState = 'opening' | 'moving' | 'content' | 'choose' | 'end' | 'refuse' | 'offline' | 'sign-in' | 'refused';

/** Runs the page until it is left. */
export function startPlayer(flavour: Flavour): void {
  const start = readStart();
  const say = sayWith(start.sentences);
  const course: Course = { contents: start.contents, controls: start.controls, outcome: undefined };
  const notices = createNotices(byId('notices', HTMLElement), say);
  const message = byId('message', HTMLElement);
  const showSaved = createSavedLine(byId('saved', HTMLElement), say);
  const trace = start.mode === 'preview' ? createTrace(say, now) : undefined;
  const allowLeaving = guardTop(() => notices.show('left-top', [say('player.left-top')], { closable: true }));
  let running: Running | undefined;
  let current: Delivery | undefined;
  let everSaved = false;
  let awaitingResult = false;
  let stopClock: () => void = () => undefined;

  const recorder = createRecorder({
    start,
    store: window.localStorage,
    now,
    // Of a preview nothing is kept, so nothing is said to be.
    changed: (state) => showSaved(savedWord(state, everSaved && start.mode !== 'preview')),
    answered: takeAnswer,
    sent: (request, received) => trace?.commit(request, received),
  });
  const { outbox } = recorder;

  const frame = controlFrame(byId('content', HTMLIFrameElement), () => running?.documentGone());

  const bar = createBar({
    start,
    say,
    go: (request) => void navigation.go(request),
    save: () => void navigation.go({ type: 'suspendAll' }),
    exit: () => void navigation.go(exitRequest()),
    back: () => void leaveForGood(),
  });

  const navigation = createNavigation({
    start,
    frame,
    outbox,
    beforeGoing: (keepNotices) => {
      awaitingResult = false;
      stopClock();
      notices.hide('result');
      notices.hide('choose');
      if (!keepNotices) notices.hide('time');
      showStage('moving');
      bar.draw({ ...course, current, busy: true });
    },
    contentGone: () => {
      running?.keep();
      running?.close();
      running = undefined;
      frame.show(false);
    },
    stayed: () => {
      showStage('content');
      bar.draw({ ...course, current, busy: false });
    },
    arrived: (received, request) => {
      trace?.commit(request, received);
      takeArrival(received);
    },
  });

  /** For people's tools and tests: what is in the place of the content now, and which activity. */
  function showStage(state: StageState): void {
    const { dataset } = byId('stage', HTMLElement);
    dataset['state'] = state;
    if (current && state === 'content') dataset['activity'] = current.activity;
    else delete dataset['activity'];
  }

  const reload = (): void => {
    allowLeaving();
    location.reload();
  };
  const pages = {
    say,
    start,
    place: message,
    reload,
    retry: () => navigation.retry(),
    goAway: () => void leaveForGood(),
  };

  /** Leaves so that the learner comes back to where they were. */
  function leaveRequest(): NavigationRequest {
    return { type: course.controls.suspend ? 'suspendAll' : 'exitAll' };
  }

  /** The control Exit: 2004 ends the attempt on the course; 1.2 keeps what there is and simply leaves. */
  function exitRequest(): NavigationRequest {
    return start.scormVersion === '1.2' ? leaveRequest() : { type: 'exitAll' };
  }

  function takeAnswer(answer: CommitAnswer, request: CommitRequest): void {
    const acknowledged = new Set(answer.acknowledged);
    const entries = request.entries.filter((entry) => acknowledged.has(entry.sequence));
    entries.forEach((entry) => running?.settled(entry));
    everSaved ||= entries.length > 0;
    course.outcome = answer.outcome ?? course.outcome;
    course.contents = answer.contents ?? course.contents;
    course.controls = answer.controls ?? course.controls;
    if (answer.superseded) showElsewhere(true);
    if (answer.contents || answer.controls) bar.draw({ ...course, current, busy: navigation.busy() });
    if (awaitingResult && entries.some((entry) => entry.kind === 'terminate')) showResult(true);
  }

  function takeArrival(received: Sent<NavigateAnswer>): void {
    if (received.kind !== 'answer') {
      showStage(received.kind === 'sign-in' || received.kind === 'refused' ? received.kind : 'offline');
      if (received.kind === 'sign-in') signInPage(pages);
      else if (received.kind === 'refused') unservedPage(pages);
      else offlinePage(pages);
      return;
    }
    const { answer } = received;
    course.contents = answer.contents;
    course.controls = answer.controls;
    const { result } = answer;
    if (result.kind === 'deliver') {
      deliver(result.delivery, true);
      return;
    }
    current = undefined;
    bar.draw({ ...course, current, busy: false, ended: result.kind === 'end' });
    showStage(result.kind === 'wait' ? 'choose' : result.kind);
    if (result.kind === 'end') endPage(pages, course.outcome, isSilent());
    else if (result.kind === 'refuse') refusalPage(pages, result.refusal);
    else letChoose();
  }

  /** Nothing follows by itself. */
  function letChoose(): void {
    frame.show(false);
    showStage('choose');
    notices.show('choose', [say('player.contents.choose')], { closable: true });
    bar.openContents();
  }

  /** Neither now nor on an earlier visit did any part say anything. */
  function isSilent(): boolean {
    const parts = course.contents.filter((entry) => entry.launchable);
    return !everSaved && parts.length > 0 && parts.every((entry) => entry.state === 'not-started');
  }

  function deliver(delivery: Delivery, focus: boolean): void {
    current = delivery;
    message.hidden = true;
    frame.show(true);
    bar.draw({ ...course, current, busy: false });
    running = delivery.scormType === 'sco' ? run(delivery) : undefined;
    expose();
    showStage('content');
    frame.open(delivery.url, say('player.frame', { title: delivery.title }));
    if (focus) frame.focus();
  }

  function run(delivery: Delivery): Running {
    return startDelivery({
      flavour,
      delivery,
      controls: () => course.controls,
      write: (kind, set) => recorder.write(delivery.activity, kind, set),
      traced: (call) => trace?.call(delivery.activity, call),
      initialized: () => {
        stopClock();
        stopClock = startClock(delivery, flavour, (exit, tell) => {
          if (tell)
            notices.show('time', [say(exit ? 'player.time.exit' : 'player.time.continue')], {
              urgent: true,
              closable: true,
            });
          if (exit) void navigation.go(course.controls.exit ? { type: 'exit' } : leaveRequest(), { keepNotices: true });
        });
      },
      terminated: (wish) => {
        stopClock();
        // Content is still inside its own call: let it finish its script first.
        if (wish) setTimeout(() => void navigation.go(wish), 0);
        else awaitResult();
      },
    });
  }

  /** Content finds it by walking up from its window, or through the opener of a pop-up. */
  function expose(): void {
    const held = running;
    const globals = window as unknown as Record<string, unknown>;
    notices.hide('other-api');
    if (!held) {
      delete globals[flavour.globalName];
      delete globals[flavour.otherGlobalName];
      return;
    }
    const other = watchOtherApi(window, flavour.otherGlobalName, () => {
      if (running === held) notices.show('other-api', [say('player.other-api')], { urgent: true, closable: true });
    });
    Object.defineProperty(window, flavour.globalName, {
      configurable: true,
      get: () => {
        other.rightOneSeen();
        notices.hide('other-api');
        return held.api();
      },
    });
  }

  function awaitResult(): void {
    if (navigation.busy()) return;
    awaitingResult = true;
    if (!isRecorded(start)) showResult(true);
    else setTimeout(() => awaitingResult && showResult(false), resultPatience);
  }

  /** After Finish: what was recorded, beside the content, which may have an end page of its own. */
  function showResult(known: boolean): void {
    if (known) awaitingResult = false;
    const many = course.contents.filter((entry) => entry.launchable).length > 1;
    const sentences: string[] = many ? [say('player.result.finished-part')] : [];
    if (start.mode === 'review') sentences.push(say('player.end.review'));
    else if (!known) sentences.push(say('player.result.unsent'));
    else if (
      course.outcome &&
      (!many || course.outcome.completion === 'completed' || course.outcome.success !== 'unknown')
    ) {
      const said = outcomeWords(course.outcome);
      sentences.push(say(said.key, said.values), ...course.outcome.ledTo);
    }
    const actions = [
      ...(course.controls.continue
        ? [{ text: say('player.notice.next'), run: () => void navigation.go({ type: 'continue' }) }]
        : []),
      { text: say('player.notice.exit'), run: () => void navigation.go(leaveRequest()) },
    ];
    notices.show('result', sentences, { actions, closable: true });
  }

  function showElsewhere(elsewhere: boolean, newest = false): void {
    if (elsewhere) notices.show('elsewhere', [say(newest ? 'player.also-open' : 'player.elsewhere')]);
    else if (!outbox.state().superseded) notices.hide('elsewhere');
  }

  /** The way back to the app: saves as leaving does, but does not keep the learner waiting. */
  async function leaveForGood(): Promise<void> {
    if (current) await navigation.leave(leaveRequest());
    else outbox.leaving();
    allowLeaving();
    location.assign(start.returnUrl);
  }

  function watchPage(): void {
    // `pagehide` of the page may come before that of the content, whose last calls are then sent one by one.
    window.addEventListener('pagehide', () => {
      running?.keep();
      recorder.leave();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') outbox.kick();
      else {
        running?.keep();
        recorder.hidden();
      }
    });
    // Out of the browser's memory: the session may have moved on, so begin anew.
    window.addEventListener('pageshow', (event) => event.persisted && reload());
    window.addEventListener('online', () => (navigation.busy() ? navigation.retry() : outbox.kick()));
    setInterval(() => running?.keep(), keepEvery);
  }

  /** Sends what earlier visits left; true when this page begins anew because the server has learnt from it. */
  async function caughtUp(): Promise<boolean> {
    const { sent, left } = await sendEarlierVisits(start, window.localStorage);
    if (sent > 0) reload();
    else if (left > 0)
      notices.show('earlier', [say('player.earlier')], {
        actions: [{ text: say('player.offline.retry'), run: () => void caughtUp() }],
        closable: true,
      });
    return sent > 0;
  }

  const isWide = (): boolean => window.matchMedia('(min-width: 60em)').matches;

  async function begin(): Promise<void> {
    if (start.mode !== 'normal') notices.show('mode', [say(`player.mode.${start.mode}`)]);
    bar.draw({ ...course, current: start.delivery, busy: false });
    watchPage();
    if (start.mode === 'normal' || start.mode === 'browse') {
      holdSession(start.session);
      if (await caughtUp()) return;
      const goodbye = watchOthers(
        new BroadcastChannel(`preceptor.attempt/${start.attempt}`),
        start.session,
        showElsewhere,
      );
      window.addEventListener('pagehide', goodbye, { once: true });
    }
    if (start.delivery) {
      deliver(start.delivery, false);
      // No way forward but by choosing: where there is room, the contents are shown at once.
      if (!course.controls.continue && !course.controls.previous && bar.canChoose() && isWide()) bar.openContents();
    } else letChoose();
  }

  void begin();
}
