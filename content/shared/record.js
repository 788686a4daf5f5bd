/*
 * What a course wants to keep, in one vocabulary for SCORM 1.2 and 2004.
 *
 *   const record = CourseRecord.open('2004');
 *   record.start      // { location, data, passed, completed, passMark, entry, recording }
 *   record.place('page-3'); record.keep({ … }); record.progress(0.5);
 *   record.result({ right, total, score, passed }); record.completed();
 *   record.interaction({ … }); record.objective('id', { … }); record.comment('…', 'page-3');
 *   record.save(); record.leave(); record.finish('continue');
 */
(function () {
  'use strict';

  const openedAt = Date.now();

  const two = (n) => String(n).padStart(2, '0');

  /** Milliseconds as SCORM 1.2 wants them: HHHH:MM:SS.SS */
  function span12(ms) {
    const seconds = ms / 1000;
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor((seconds % 3600) / 60);
    const [whole, part] = (seconds % 60).toFixed(2).split('.');
    // Rounding may give 60.00; a fraction of a second less is truer than a refused value.
    if (whole === '60') return `${String(hours).padStart(4, '0')}:${two(minutes)}:59.99`;
    return `${String(hours).padStart(4, '0')}:${two(minutes)}:${two(whole)}.${part}`;
  }

  /** Milliseconds as an ISO 8601 duration: PT12.34S is allowed, and says no less. */
  const span2004 = (ms) => `PT${(ms / 1000).toFixed(2)}S`;

  const clock12 = (now) => `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
  // 2004 allows a time zone only behind a fraction of a second, of two digits at most.
  const clock2004 = (now) => now.toISOString().replace(/\d(?=Z$)/, '');

  /** An answer in the words of the version: choices, pairs, truth, text, numbers. */
  function answer12(type, value) {
    if (type === 'true-false') return value ? 't' : 'f';
    if (type === 'choice') return [].concat(value).join(',');
    if (type === 'matching') return Object.entries(value).map((p) => p.join('.')).join(',');
    return String(value);
  }
  function answer2004(type, value) {
    if (type === 'true-false') return value ? 'true' : 'false';
    if (type === 'choice') return [].concat(value).join('[,]');
    if (type === 'matching') return Object.entries(value).map((p) => p.join('[.]')).join('[,]');
    return String(value);
  }
  function pattern12(question) {
    return question.type === 'numeric' ? `${question.answer}` : answer12(question.type, first(question));
  }
  function pattern2004(question) {
    if (question.type === 'numeric') return `${question.answer}[:]${question.answer}`;
    if (question.type === 'fill-in') return `{case_matters=false}${first(question)}`;
    return answer2004(question.type, first(question));
  }
  const first = (question) => (question.type === 'fill-in' ? question.answer[0] : question.answer);

  function readData(text) {
    try {
      const data = JSON.parse(text);
      return data && data.v === 1 ? data : null;
    } catch {
      return null;
    }
  }

  function open(version) {
    const lms = Lms.connect(version);
    const old = version === '1.2';
    const name = (in12, in2004) => (old ? in12 : in2004);

    const mode = lms.get(name('cmi.core.lesson_mode', 'cmi.mode'));
    const recording = lms.present && (mode === '' || mode === 'normal');
    const set = (element, value, optional) => recording && lms.set(element, value, optional);

    const status = lms.get(name('cmi.core.lesson_status', 'cmi.completion_status'));
    const success = old ? status : lms.get('cmi.success_status');
    const passMark = old
      ? Number(lms.get('cmi.student_data.mastery_score') || NaN)
      : Number(lms.get('cmi.scaled_passing_score') || NaN) * 100;
    const start = {
      location: lms.get(name('cmi.core.lesson_location', 'cmi.location')),
      data: readData(lms.get('cmi.suspend_data')),
      entry: lms.get(name('cmi.core.entry', 'cmi.entry')),
      passed: success === 'passed',
      completed: ['completed', 'passed', 'failed'].includes(status),
      passMark: Number.isFinite(passMark) ? passMark : null,
      found: lms.found,
      present: lms.present,
      recording,
      reviewing: lms.present && !recording,
    };

    // Without a status a system may take "opened and closed" for "completed".
    if (!start.completed) {
      set(name('cmi.core.lesson_status', 'cmi.completion_status'), 'incomplete');
    }
    leaveAs(start.completed ? 'done' : 'suspend');

    function leaveAs(how) {
      const word = how === 'suspend' ? 'suspend' : name('', 'normal');
      set(name('cmi.core.exit', 'cmi.exit'), word);
    }

    function timeSpent() {
      const ms = Date.now() - openedAt;
      set(name('cmi.core.session_time', 'cmi.session_time'), old ? span12(ms) : span2004(ms));
    }

    function score(at, { percent, optionalParts }) {
      if (!old) set(`${at}.scaled`, (percent / 100).toFixed(2));
      set(`${at}.raw`, percent);
      set(`${at}.min`, 0, optionalParts);
      set(`${at}.max`, 100, optionalParts);
    }

    function objectiveIndex(id) {
      const count = Number(lms.get('cmi.objectives._count')) || 0;
      for (let n = 0; n < count; n += 1) {
        if (lms.get(`cmi.objectives.${n}.id`) === id) return n;
      }
      return set(`cmi.objectives.${count}.id`, id, true) ? count : -1;
    }

    return {
      start,
      lms,
      place: (page) => set(name('cmi.core.lesson_location', 'cmi.location'), page),
      keep: (data) => set('cmi.suspend_data', JSON.stringify(data)),
      progress: (measure) => old || set('cmi.progress_measure', measure.toFixed(2), true),

      completed() {
        if (start.completed) return;
        set(name('cmi.core.lesson_status', 'cmi.completion_status'), 'completed');
        leaveAs('done');
      },

      /** A part without a test can still say whether its aim was reached (2004 only). */
      succeeded() {
        if (!old) set('cmi.success_status', 'passed');
      },

      /** Writes a result, but never a worse one over a pass. Answers whether it counted. */
      result({ percent, passed }) {
        if (start.passed && !passed) return false;
        score(name('cmi.core.score', 'cmi.score'), { percent, optionalParts: true });
        if (old) {
          set('cmi.core.lesson_status', passed ? 'passed' : 'failed');
        } else {
          set('cmi.completion_status', 'completed');
          set('cmi.success_status', passed ? 'passed' : 'failed');
        }
        start.passed = passed;
        start.completed = true;
        leaveAs('done');
        return true;
      },

      interaction({ id, question, answer, right, latency }) {
        const at = `cmi.interactions.${Number(lms.get('cmi.interactions._count')) || 0}`;
        const answerOf = old ? answer12 : answer2004;
        if (!set(`${at}.id`, id, true)) return;
        set(`${at}.type`, question.type, true);
        if (question.objective) set(`${at}.objectives.0.id`, question.objective, true);
        set(
          `${at}.${name('time', 'timestamp')}`,
          old ? clock12(new Date()) : clock2004(new Date()),
          true,
        );
        const pattern = old ? pattern12(question) : pattern2004(question);
        set(`${at}.correct_responses.0.pattern`, pattern, true);
        set(`${at}.weighting`, 1, true);
        const given = answerOf(question.type, answer);
        set(`${at}.${name('student_response', 'learner_response')}`, given, true);
        set(`${at}.result`, right ? 'correct' : name('wrong', 'incorrect'), true);
        set(`${at}.latency`, old ? span12(latency) : span2004(latency), true);
        if (!old) set(`${at}.description`, question.prompt, true);
      },

      /** `{ percent?, met, done }`; made when the system does not know it yet. */
      objective(id, { percent, met, done = true }) {
        const n = objectiveIndex(id);
        if (n < 0) return;
        const at = `cmi.objectives.${n}`;
        if (percent !== undefined) score(`${at}.score`, { percent, optionalParts: true });
        if (old) {
          set(`${at}.status`, met ? 'passed' : 'failed', true);
        } else {
          set(`${at}.success_status`, met ? 'passed' : 'failed');
          set(`${at}.completion_status`, done ? 'completed' : 'incomplete');
        }
      },

      /** What the system already knows of an objective: 'passed', 'failed', 'unknown' or ''. */
      objectiveSuccess(id) {
        const count = Number(lms.get('cmi.objectives._count')) || 0;
        for (let n = 0; n < count; n += 1) {
          if (lms.get(`cmi.objectives.${n}.id`) === id) {
            return lms.get(`cmi.objectives.${n}.${name('status', 'success_status')}`);
          }
        }
        return '';
      },

      comment(text, where) {
        if (old) return set('cmi.comments', text, true);
        const at = `cmi.comments_from_learner.${Number(lms.get('cmi.comments_from_learner._count')) || 0}`;
        const kept = set(`${at}.comment`, text);
        set(`${at}.location`, where, true);
        set(`${at}.timestamp`, clock2004(new Date()), true);
        return kept;
      },

      save() {
        if (!recording) return false;
        timeSpent();
        return lms.commit();
      },

      /** Ends the session; `request` asks a 2004 system where to go next. */
      finish(request) {
        if (!lms.present) return false;
        timeSpent();
        if (!old && request) lms.set('adl.nav.request', request, true);
        return lms.finish();
      },
    };
  }

  window.CourseRecord = { open };
})();
