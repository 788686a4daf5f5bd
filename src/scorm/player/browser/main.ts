/** The player page. `main-12` and `main-2004` start it with their flavour, so that each carries one data model only. */
import type {
  CommitAnswer,
  CommitRequest,
  Delivery,
  NavigateAnswer,
  NavigateRequest,
} from '../../runtime/core/protocol';
import type { EngineFor, NavigationRequest } from '../../sequencing/core/types';
import type { Sent } from './answers';
import { createBar } from './bar';
import { calmDialogs } from './calm-dialogs';
import { createClockFace } from './clock-face';
import { createCourse } from './course';
import { startDelivery } from './delivery';
import type { Running, TracedCall } from './delivery';
import { catchUp, holdSession } from './earlier-visits';
import { choosePage, endPage, offlinePage, refusalPage, signInPage, unservedPage } from './end-pages';
import { exposeApi } from './expose-api';
import type { Flavour } from './flavour';
import { controlFrame } from './frame';
import { createHelp } from './help-panel';
import { createKeeping } from './keeping';
import { guardTop } from './leave-guard';
import { createNavigation } from './navigation';
import { createNotices } from './notices';
import { ownWindow } from './own-window';
import { byId, readStart } from './page';
import { createRecorder, isRecorded } from './recorder';
import { createResultNotice } from './result-notice';
import { createSavedLine } from './saved-line';
import { savedWord } from './saved-state';
import { watchSilence } from './silence';
import { showStage } from './stage';
import { startClock } from './time-limit';
import { createTracing } from './tracing';
import { watchPage } from './watch-page';
import { watchOthers } from './who-else';
import { sayWith } from './words';

/** Content that sets a hundred values in a row has the buttons drawn once. */
const drawAfter = 120;

const now = (): Date => new Date();

/**
 * Runs the page until it is left.
 * @param engineFor where the engine runs in the browser too (2004)
 */
export function startPlayer(flavour: Flavour, engineFor?: EngineFor): void {
  const start = readStart();
  const say = sayWith(start.sentences);
  const course = createCourse(start, engineFor);
  const notices = createNotices(byId('notices', HTMLElement), say);
  const showSaved = createSavedLine(byId('saved', HTMLElement), say);
  const trace = createTracing(start, say);
  const allowLeaving = guardTop(() => notices.show('left-top', [say('player.left-top')], { closable: true }));
  let running: Running | undefined;
  let current: Delivery | undefined;
  let everSaved = false;
  /** The content's run is over, and the last `exit` it set. */
  let ended = false;
  let lastExit = '';
  let stopClock: () => void = () => undefined;
  let silence: ReturnType<typeof watchSilence> | undefined;
  let drawing: ReturnType<typeof setTimeout> | undefined;

  const recorder = createRecorder({
    start,
    store: window.localStorage,
    now,
    // Of a preview nothing is kept, so nothing is said to be.
    changed: (state) => {
      showSaved(savedWord(state, everSaved && start.mode !== 'preview'));
      help.drawn();
    },
    answered: takeAnswer,
    sent: trace.sent,
    claim: course.claim,
  });
  const { outbox } = recorder;

  const frameElement = byId('content', HTMLIFrameElement);
  const gone = (): void => running?.documentGone();
  const greet = (page: Window): void => {
    if (current) trace.look(page, current.activity);
    calmDialogs(page, Date.now, () => notices.show('dialogs', [say('player.dialogs')], { closable: true }));
  };
  const apart = ownWindow(start.attempt);
  const inWindow = apart.wanted();
  const place = inWindow
    ? apart.place({ say, message: byId('message', HTMLElement), gone, again: reload })
    : controlFrame(frameElement, gone, greet);
  const keeping = createKeeping(
    Date.now,
    (milliseconds, keep) => {
      const timer = setTimeout(keep, milliseconds);
      return () => clearTimeout(timer);
    },
    () => running?.keep(),
  );
  const clockFace = createClockFace(say, notices);

  const bar = createBar({
    start,
    say,
    go: (request) => void navigation.go(request),
    save: () => void navigation.go(leaveRequest()),
    exit: () => void navigation.go(exitRequest()),
    back: () => void leaveForGood(),
  });

  const help = createHelp({
    start,
    say,
    log: trace.log,
    saved: () => outbox.state(),
    current: () => current,
    reload,
    openWindow: () => {
      if (apart.open()) reload();
      else notices.show('window', [say('player.window.blocked')], { closable: true });
    },
  });

  const result = createResultNotice({
    start,
    say,
    notices,
    outcome: course.outcome,
    many: () => course.contents().filter((entry) => entry.launchable).length > 1,
    actions: () => [
      ...(course.controls().continue && bar.parts() > 1
        ? [{ text: say('player.notice.next'), run: () => void navigation.go({ type: 'continue' }) }]
        : []),
      { text: say('player.notice.exit'), run: () => void navigation.go(leaveRequest()) },
    ],
  });

  const navigation = createNavigation({
    start,
    frame: place,
    outbox,
    claim: course.claim,
    beforeGoing: (keepNotices) => {
      endWatches();
      result.forget();
      recorder.forgetWish(true);
      if (!keepNotices) notices.hide('time');
      showStage('moving');
      draw(true);
    },
    contentGone: () => {
      keeping.stop();
      running?.keep();
      running?.close();
      running = undefined;
      place.show(false);
    },
    stayed: () => {
      recorder.forgetWish(false);
      showStage('content', current?.activity);
      draw();
    },
    arrived: (received, request) => {
      trace.sent(request, received);
      takeArrival(received, request);
    },
  });

  function reload(): void {
    allowLeaving();
    location.reload();
  }

  function endWatches(): void {
    stopClock();
    silence?.stop();
    for (const name of ['silence', 'dialogs', 'window']) notices.hide(name);
  }

  const pages = {
    say,
    start,
    place: byId('message', HTMLElement),
    reload,
    retry: () => navigation.retry(),
    goAway: () => void leaveForGood(),
  };

  function draw(busy = navigation.busy(), ended = false): void {
    clearTimeout(drawing);
    drawing = undefined;
    bar.draw({ contents: course.contents(), controls: course.controls(), current, busy, ended });
  }

  /**
   * Leaves so that the learner comes back to where they were. A course of one part that has ended its run, and did not
   * ask to be suspended, is left for good: only then does what it never said count as done (SN UP.4).
   */
  function leaveRequest(): NavigationRequest {
    const done = ended && lastExit !== 'suspend' && bar.parts() === 1 && start.scormVersion !== '1.2';
    return { type: course.controls().suspend && !done ? 'suspendAll' : 'exitAll' };
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
    if (answer.superseded) showElsewhere(true);
    if (course.take(answer)) draw();
    if (entries.some((entry) => entry.kind === 'terminate')) result.arrived();
  }

  function takeArrival(received: Sent<NavigateAnswer>, { request }: NavigateRequest): void {
    if (received.kind !== 'answer') {
      showStage(received.kind === 'sign-in' || received.kind === 'refused' ? received.kind : 'offline');
      if (received.kind === 'sign-in') signInPage(pages);
      else if (received.kind === 'refused') unservedPage(pages);
      else offlinePage(pages);
      return;
    }
    const { answer } = received;
    course.take(answer);
    if (answer.result.kind === 'deliver') {
      deliver(answer.result.delivery, true);
      return;
    }
    current = undefined;
    course.enter(undefined);
    if (answer.result.kind === 'end') apart.forget();
    draw(false, answer.result.kind === 'end');
    if (answer.result.kind === 'wait') {
      letChoose(true);
      return;
    }
    showStage(answer.result.kind);
    if (answer.result.kind === 'refuse') refusalPage(pages, answer.result.refusal);
    else
      endPage(pages, course.outcome(), {
        silent: isSilent(),
        anew: start.scormVersion !== '1.2' && request.type !== 'suspendAll',
      });
  }

  /** Nothing follows by itself. */
  function letChoose(after: boolean): void {
    place.show(false);
    showStage('choose');
    bar.openContents();
    choosePage(pages, { after, canChoose: bar.canChoose(), inContents: bar.hasContents() }, bar.choices(), (target) =>
      navigation.go({ type: 'choice', target }),
    );
  }

  /** Neither now nor on an earlier visit did any part say anything. */
  function isSilent(): boolean {
    const parts = course.contents().filter((entry) => entry.launchable);
    return !everSaved && parts.length > 0 && parts.every((entry) => entry.state === 'not-started');
  }

  function deliver(delivery: Delivery, focus: boolean): void {
    current = delivery;
    ended = false;
    course.enter(delivery);
    recorder.forgetWish(false);
    pages.place.hidden = true;
    place.show(true);
    draw(false);
    // Many an author calls a page an asset that speaks all the same: whoever looks for the API finds it.
    const made = run(delivery);
    running = made;
    exposeApi(flavour, made, (wrong) => {
      if (wrong) notices.show('other-api', [say('player.other-api')], { urgent: true, closable: true });
      else notices.hide('other-api');
    });
    showStage('content', delivery.activity);
    place.open(delivery.url, say('player.frame', { title: delivery.title }));
    if (focus) place.focus();
    silence = watchSilence(frameElement, delivery.scormType === 'sco', (kind) => {
      const again = { text: say('player.help.reload'), run: reload };
      if (!inWindow) notices.show('silence', [say(`player.silence.${kind}`)], { actions: [again], closable: true });
    });
  }

  function run(delivery: Delivery): Running {
    return startDelivery({
      flavour,
      version: start.scormVersion,
      delivery,
      controls: course.controls,
      write: (kind, set) => recorder.write(delivery.activity, kind, set),
      traced: (call) => heard(delivery, call),
      initialized: () => {
        silence?.heard();
        ended = false;
        lastExit = '';
        notices.hide('silence');
        stopClock();
        const stop = startClock(delivery, flavour, {
          ...clockFace,
          over: (exit, tell) => {
            clockFace.over(exit, tell);
            if (exit)
              void navigation.go(course.controls().exit ? { type: 'exit' } : leaveRequest(), { keepNotices: true });
          },
        });
        stopClock = () => {
          stop();
          clockFace.stop();
        };
      },
      terminated: (wish) => {
        stopClock();
        ended = true;
        // The learner has moved already: that wins over what content wishes on its way out.
        if (navigation.busy()) return;
        // Content is still inside its own call: let it finish its script first.
        if (wish) setTimeout(() => void navigation.go(wish), 0);
        else result.expect(isRecorded(start));
      },
    });
  }

  /** Every call of the content. A burst of ten thousand must cost next to nothing each: nothing is drawn here. */
  function heard(delivery: Delivery, call: TracedCall): void {
    // Its first script may speak before a document is noticed otherwise: what fails after that is seen.
    if (!inWindow && frameElement.contentWindow) greet(frameElement.contentWindow);
    trace.call(delivery.activity, call);
    if (call.call !== flavour.verbs.setValue) return;
    const [element = '', value = ''] = call.args;
    if (call.returned !== 'true') recorder.refused({ element, value, error: call.error });
    else {
      keeping.heard();
      if (element === flavour.elements.exit) lastExit = value;
      if (course.heard(element, value)) drawing ??= setTimeout(() => draw(), drawAfter);
    }
  }

  function showElsewhere(elsewhere: boolean, newest = false): void {
    if (elsewhere) notices.show('elsewhere', [say(newest ? 'player.also-open' : 'player.elsewhere')]);
    else if (!outbox.state().superseded) notices.hide('elsewhere');
  }

  /** The way back to the app: saves as leaving does, but does not keep the learner waiting. */
  async function leaveForGood(): Promise<void> {
    if (current) await navigation.leave(leaveRequest());
    else outbox.leaving();
    apart.forget();
    allowLeaving();
    location.assign(start.returnUrl);
  }

  const isWide = (): boolean => window.matchMedia('(min-width: 60em)').matches;

  async function begin(): Promise<void> {
    if (start.mode !== 'normal') notices.show('mode', [say(`player.mode.${start.mode}`)]);
    if (start.updated) notices.show('updated', [say(`player.updated.${start.updated}`)], { closable: true });
    if (start.recordTrace && start.mode !== 'preview')
      notices.show('recorded', [say('player.trace.recorded')], { closable: true });
    bar.draw({ contents: start.contents, controls: start.controls, current: start.delivery, busy: false });
    watchPage({
      keep: () => running?.keep(),
      leave: recorder.leave,
      hidden: () => {
        recorder.hidden();
        trace.hurry();
      },
      shown: outbox.kick,
      online: () => (navigation.busy() ? navigation.retry() : outbox.kick()),
      reload,
    });
    if (start.mode === 'normal' || start.mode === 'browse') {
      holdSession(start.session);
      if (await catchUp({ start, say, notices, reload })) return;
      const goodbye = watchOthers(
        new BroadcastChannel(`preceptor.attempt/${start.attempt}`),
        start.session,
        showElsewhere,
      );
      window.addEventListener('pagehide', goodbye, { once: true });
    }
    if (start.delivery) {
      deliver(start.delivery, false);
      const { continue: next, previous } = course.controls();
      // No way forward but by choosing: where there is room, the contents are shown at once.
      if (!next && !previous && bar.canChoose() && isWide()) bar.openContents();
    } else letChoose(false);
  }

  void begin();
}
