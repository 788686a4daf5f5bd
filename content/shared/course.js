/*
 * Turns the sections of a page into a course: one section at a time, a place that is
 * remembered, questions, a result, and an honest word when something could not be saved.
 *
 *   Course.start({
 *     version: '1.2',                    // or '2004'
 *     end: { label: 'Finish', request: null, message: '…' },
 *     quiz: { passMark: 80, questions: [ … ], objective: 'id' },   // optional
 *     checks: { 'check-id': question },  // optional, shown where data-check="check-id" stands
 *     confirm: 'confirm',                // optional id of a tick box that must be ticked at the end
 *     onReady(record), onComplete(record, { checks }),   // optional
 *   });
 *
 * In the HTML: <section class="page" data-page="name"><h2>…</h2>…</section>, and for a quiz
 * a section each with data-page="quiz" and data-page="results".
 */
(function () {
  'use strict';

  const { make, draw, read, missing, fill, isRight, inWords, firstControl } = window.Questions;

  function start(course) {
    const record = window.CourseRecord.open(course.version);
    const main = document.querySelector('main');
    const pages = [...document.querySelectorAll('[data-page]')];
    const nameOf = (page) => page.dataset.page;
    const page = (name) => pages.find((one) => nameOf(one) === name);
    const baseTitle = document.title;
    const end = { label: 'Finish', request: null, ...course.end };
    const quiz = course.quiz;
    const passMark = record.start.passMark ?? (quiz ? quiz.passMark : null);

    const data = record.start.data || { v: 1, seen: [], answers: {}, checks: {}, result: null };
    let current = null;
    let shownAt = Date.now();
    let left = false;

    // ---- the parts around the pages

    const notice = make('div', { class: 'notices', role: 'status' });
    const trouble = make('div', { class: 'trouble', role: 'alert' });
    trouble.hidden = true;
    const count = make('p', { class: 'count' });
    const bar = make('progress', { max: pages.length, value: 0, 'aria-label': 'Progress through the pages' });
    const back = make('button', { type: 'button', class: 'quiet' }, 'Back');
    const next = make('button', { type: 'button' }, 'Next');
    const nav = make('nav', { class: 'moves', 'aria-label': 'Pages' }, back, next);
    if (pages.length > 1) {
      document.querySelector('.top').append(make('div', { class: 'progress' }, count, bar));
    }
    main.prepend(notice, trouble);
    main.append(nav);

    function say(text, kind = '') {
      notice.replaceChildren(text ? make('p', { class: `notice ${kind}` }, text) : '');
    }

    record.lms.onChange((state, why) => {
      if (state === 'saved') {
        trouble.hidden = true;
        trouble.replaceChildren();
        say('Your progress is being saved again.');
        return;
      }
      const again = make('button', { type: 'button', class: 'quiet' }, 'Try to save again');
      again.addEventListener('click', () => record.save());
      trouble.replaceChildren(
        make('p', {}, make('strong', {}, 'Your progress could not be saved.')),
        make('p', {}, 'You can go on, but keep this page open until it has been saved.'),
        why ? make('p', { class: 'reason' }, `The learning system said: ${why}`) : '',
        again,
      );
      trouble.hidden = false;
    });

    function welcome() {
      if (!record.start.found) {
        say('You are outside a learning system. You can go through everything, but nothing will be recorded.');
      } else if (!record.start.present) {
        say('Your progress could not be saved: the learning system did not start a record. You can read on, or close this page and open it again to be recorded.', 'warning');
      } else if (record.start.reviewing) {
        say('You are looking back at this. Nothing new is recorded.');
      } else if (record.start.passed) {
        say('You have already passed. You can look through everything again; your result stands.');
      } else if (record.start.location && record.start.location !== nameOf(pages[0])) {
        say('Welcome back. You are where you left off.');
      }
    }

    // ---- moving between pages

    const lastPage = () => pages[pages.length - 1];
    const isOpen = (one) => nameOf(one) !== 'results' || data.result !== null;

    function keepData() {
      record.keep(data);
    }

    function show(target, { focus = true } = {}) {
      current = target;
      shownAt = Date.now();
      for (const one of pages) one.hidden = one !== target;
      const at = pages.indexOf(target);
      if (!data.seen.includes(nameOf(target))) data.seen.push(nameOf(target));
      count.textContent = `Page ${at + 1} of ${pages.length}`;
      bar.value = at + 1;
      const heading = target.querySelector('h2');
      document.title = `${heading.textContent} – ${baseTitle}`;
      back.hidden = at === 0;
      nextLabel(target);
      if (focus) {
        heading.tabIndex = -1;
        window.scrollTo(0, 0);
        heading.focus({ preventScroll: true });
      }
      record.place(nameOf(target));
      record.progress(data.seen.length / pages.length);
      keepData();
      if (target === lastPage() && !quiz && !course.confirm) complete();
      record.save();
    }

    function nextLabel(target) {
      next.textContent = 'Next';
      if (nameOf(target) === 'quiz') next.textContent = 'Check answers';
      else if (target === lastPage()) next.textContent = course.confirm ? 'Confirm' : end.label;
    }

    function complete() {
      record.completed();
      if (course.onComplete) course.onComplete(record, data);
    }

    back.addEventListener('click', () => {
      say('');
      show(pages[pages.indexOf(current) - 1]);
    });
    next.addEventListener('click', () => {
      if (nameOf(current) === 'quiz') checkAnswers();
      else if (current === lastPage()) finish();
      else {
        say('');
        show(pages[pages.indexOf(current) + 1]);
      }
    });

    // ---- leaving

    function finish() {
      if (course.confirm && !confirmed()) return;
      if (course.confirm) complete();
      if (!record.start.present) {
        close('You have reached the end', 'Nothing was recorded, because this page is not connected to a learning system.');
      } else if (record.finish(end.request)) {
        left = true;
        close(
          end.heading || 'That is everything',
          record.start.recording ? 'Your progress has been saved.' : 'Nothing new was recorded.',
          end.message || 'You can leave this page now.',
        );
      }
      // When the system refused, the trouble box says so and this page stays as it is.
      else trouble.scrollIntoView({ block: 'nearest' });
    }

    function confirmed() {
      const box = document.getElementById(course.confirm);
      const error = document.getElementById(`${course.confirm}-error`);
      error.hidden = box.checked;
      box.setAttribute('aria-invalid', String(!box.checked));
      if (!box.checked) box.focus();
      return box.checked;
    }

    function close(heading, ...lines) {
      const title = make('h2', { tabindex: '-1' }, heading);
      for (const one of pages) one.hidden = true;
      nav.hidden = true;
      say('');
      main.append(make('section', { class: 'page' }, title, ...lines.map((line) => make('p', {}, line))));
      document.title = `${heading} – ${baseTitle}`;
      window.scrollTo(0, 0);
      title.focus({ preventScroll: true });
    }

    window.addEventListener('pagehide', () => {
      if (left || !record.start.present) return;
      left = true;
      keepData();
      record.finish(null);
    });
    // A page brought back from the browser's memory has already said goodbye to the system.
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) window.location.reload();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && !left) {
        keepData();
        record.save();
      }
    });

    // ---- questions on the way

    function drawCheck(place) {
      const id = place.dataset.check;
      const question = course.checks[id];
      const box = draw({ ...question, id });
      const asked = { ...question, id };
      const button = make('button', { type: 'button', class: 'quiet' }, 'Check answer');
      const reply = make('div', { class: 'reply', role: 'status' });
      const kept = data.checks[id];
      if (kept) {
        fill(asked, box, kept.answer);
        reply.replaceChildren(verdict(asked, kept.right));
      }
      button.addEventListener('click', () => {
        const answer = read(asked, box);
        if (answer === null) {
          reply.replaceChildren(make('p', { class: 'error' }, `${missing(asked)}.`));
          firstControl(box).focus();
          return;
        }
        const right = isRight(asked, answer);
        data.checks[id] = { answer, right };
        record.interaction({ id, question: asked, answer, right, latency: Date.now() - shownAt });
        keepData();
        reply.replaceChildren(verdict(asked, right));
        record.save();
      });
      place.append(box, button, reply);
    }

    function verdict(question, right) {
      return make(
        'p',
        { class: right ? 'right' : 'wrong' },
        make('strong', {}, right ? 'Right. ' : 'Not quite. '),
        question.why,
      );
    }

    // ---- the quiz

    const boxes = new Map();
    const errors = make('div', { class: 'trouble', role: 'alert', tabindex: '-1' });
    errors.hidden = true;

    function drawQuiz() {
      const place = page('quiz');
      place.querySelector('h2').after(errors);
      quiz.questions.forEach((question, n) => {
        const box = draw(question, n + 1);
        boxes.set(question.id, box);
        fill(question, box, data.answers[question.id]);
        box.addEventListener('change', () => {
          const answer = read(question, box);
          if (answer === null) delete data.answers[question.id];
          else data.answers[question.id] = answer;
          keepData();
        });
        place.append(box);
      });
    }

    function checkAnswers() {
      const answers = quiz.questions.map((question) => read(question, boxes.get(question.id)));
      const open = quiz.questions.filter((question, n) => answers[n] === null);
      errors.hidden = open.length === 0;
      if (open.length > 0) return showMissing(open);

      const marks = quiz.questions.map((question, n) => isRight(question, answers[n]));
      const right = marks.filter(Boolean).length;
      const percent = Math.round((right / marks.length) * 100);
      const passed = percent >= passMark;
      quiz.questions.forEach((question, n) => {
        data.answers[question.id] = answers[n];
        const latency = Date.now() - shownAt;
        record.interaction({ id: question.id, question, answer: answers[n], right: marks[n], latency });
      });
      data.result = { right, of: marks.length, percent, passed };
      data.counted = record.result({ percent, passed });
      for (const id of [].concat(quiz.objective || [])) record.objective(id, { percent, met: passed });
      drawResult();
      say('');
      show(page('results'));
      if (course.onComplete) course.onComplete(record, data);
    }

    function showMissing(open) {
      errors.replaceChildren(
        make('p', {}, make('strong', {}, open.length === 1 ? 'One question has no answer yet.' : `${open.length} questions have no answer yet.`)),
        make('ul', {}, ...open.map((question) => {
          const number = quiz.questions.indexOf(question) + 1;
          const link = make('a', { href: `#${question.id}` }, `Question ${number}: ${missing(question)}`);
          link.addEventListener('click', (event) => {
            event.preventDefault();
            boxes.get(question.id).scrollIntoView();
            firstControl(boxes.get(question.id)).focus({ preventScroll: true });
          });
          return make('li', {}, link);
        })),
      );
      errors.scrollIntoView({ block: 'center' });
      errors.focus({ preventScroll: true });
    }

    function drawResult() {
      // Answers may have changed since an earlier result, so that one must not linger.
      clearResult();
      const place = page('results');
      const { right, of, percent, passed } = data.result;
      const heading = place.querySelector('h2');
      heading.textContent = passed ? 'You passed' : 'You have not passed yet';
      const parts = [
        make(
          'p',
          { class: passed ? 'score right' : 'score wrong' },
          make('strong', {}, `${percent}%`),
          ` You answered ${right} of ${of} correctly. The pass mark is ${passMark}%.`,
        ),
      ];
      if (data.counted === false && record.start.recording) {
        parts.push(make('p', {}, 'You passed earlier, and that result stands.'));
      }
      if (!passed) {
        const retry = make('button', { type: 'button', class: 'quiet' }, 'Try again');
        retry.addEventListener('click', tryAgain);
        parts.push(make('p', {}, 'Look at the notes below, go back to the pages if you like, and try again when you are ready.'), retry);
      }
      parts.push(make('h3', {}, 'Your answers'), reviewList(passed));
      heading.after(make('div', {}, ...parts));
    }

    function reviewList(passed) {
      const list = make('ol', { class: 'review' });
      for (const question of quiz.questions) {
        const answer = data.answers[question.id];
        const right = isRight(question, answer);
        list.append(
          make(
            'li',
            { class: right ? 'right' : 'wrong' },
            make('p', { class: 'asked' }, question.prompt),
            make('p', {}, make('strong', {}, right ? 'Right: ' : 'Not right: '), inWords(question, answer)),
            !right && passed ? make('p', {}, `A right answer: ${inWords(question, question.answer)}`) : '',
            make('p', { class: 'why' }, question.why),
          ),
        );
      }
      return list;
    }

    function clearResult() {
      const place = page('results');
      place.replaceChildren(place.querySelector('h2'));
    }

    function tryAgain() {
      data.answers = {};
      data.result = null;
      clearResult();
      for (const box of boxes.values()) {
        for (const control of box.querySelectorAll('input, select')) {
          if (control.type === 'radio' || control.type === 'checkbox') control.checked = false;
          else control.value = '';
        }
      }
      show(page('quiz'));
    }

    // ---- begin

    for (const place of document.querySelectorAll('[data-check]')) drawCheck(place);
    if (quiz) {
      drawQuiz();
      if (data.result) drawResult();
    }
    if (course.onReady) course.onReady(record, { say });
    welcome();
    const wanted = page(record.start.location);
    show(wanted && isOpen(wanted) ? wanted : pages[0], { focus: false });
    document.documentElement.classList.add('ready');
  }

  window.Course = { start };
})();
