/*
 * The line to the learning system: finds the SCORM API, calls it, and never believes
 * that something was saved unless the system said so.
 *
 *   const lms = Lms.connect('1.2');          // or '2004'
 *   lms.present                               // is there a system that took our Initialize?
 *   lms.get('cmi.core.lesson_status')         // '' when unknown
 *   lms.set('cmi.core.lesson_location', 'x')  // true or false
 *   lms.commit()                              // true or false; sends again what was refused
 *   lms.finish()                              // true or false
 *   lms.onChange((state) => …)                // 'saved', 'trouble'
 *
 * Works for both dialects and does nothing, politely, where there is no system.
 */
(function () {
  'use strict';

  // How many windows are looked at before we accept that there is no API.
  const MOST_WINDOWS = 50;

  const DIALECTS = {
    '1.2': {
      object: 'API',
      initialize: 'LMSInitialize',
      getValue: 'LMSGetValue',
      setValue: 'LMSSetValue',
      commit: 'LMSCommit',
      finish: 'LMSFinish',
      lastError: 'LMSGetLastError',
      errorString: 'LMSGetErrorString',
      notImplemented: ['401', '402'],
    },
    2004: {
      object: 'API_1484_11',
      initialize: 'Initialize',
      getValue: 'GetValue',
      setValue: 'SetValue',
      commit: 'Commit',
      finish: 'Terminate',
      lastError: 'GetLastError',
      errorString: 'GetErrorString',
      notImplemented: ['401', '402'],
    },
  };

  /** The object of that name in a window, or null; a window of another origin has none for us. */
  function objectIn(win, name) {
    try {
      return win[name] || null;
    } catch {
      return null;
    }
  }

  /** Looks in a window and its parents. */
  function climb(win, name) {
    let here = win;
    for (let step = 0; here && step < MOST_WINDOWS; step += 1) {
      const found = objectIn(here, name);
      if (found) return found;
      if (here.parent === here) return null;
      here = here.parent;
    }
    return null;
  }

  /** Looks in this window and its parents, then in those that opened it. */
  function findApi(name) {
    let here = window;
    for (let step = 0; here && step < MOST_WINDOWS; step += 1) {
      const found = climb(here, name);
      if (found) return found;
      try {
        here = here.opener || here.top.opener;
      } catch {
        return null;
      }
    }
    return null;
  }

  function connect(version) {
    const dialect = DIALECTS[version];
    const api = findApi(dialect.object);
    const unsaved = new Map();
    let listener = () => {};
    let troubled = false;
    let open = false;
    let why = '';

    function call(name, ...args) {
      try {
        return String(api[dialect[name]](...args));
      } catch (error) {
        why = error instanceof Error ? error.message : '';
        return 'false';
      }
    }

    function explain() {
      const code = call('lastError');
      if (code !== '0' && code !== 'false') why = call('errorString', code);
      return code;
    }

    function tell(nowTroubled) {
      if (nowTroubled === troubled && !nowTroubled) return;
      troubled = nowTroubled;
      listener(troubled ? 'trouble' : 'saved', why);
    }

    function initialize() {
      if (!api) return;
      open = call('initialize', '') === 'true';
      if (!open) explain();
    }

    function get(element) {
      if (!open) return '';
      const value = call('getValue', element);
      return value === 'false' || value === 'undefined' || value === 'null' ? '' : value;
    }

    /** A value that a system may leave out (`optional`) is no trouble when it is not implemented. */
    function set(element, value, optional = false) {
      if (!open) return false;
      if (call('setValue', element, String(value)) === 'true') {
        unsaved.delete(element);
        return true;
      }
      const code = explain();
      if (optional && dialect.notImplemented.includes(code)) return false;
      unsaved.set(element, String(value));
      tell(true);
      return false;
    }

    function commit() {
      if (!open) return false;
      for (const [element, value] of [...unsaved]) set(element, value);
      const accepted = call('commit', '') === 'true';
      if (!accepted) explain();
      tell(!accepted || unsaved.size > 0);
      return accepted && unsaved.size === 0;
    }

    function finish() {
      if (!open) return false;
      const accepted = call('finish', '') === 'true';
      if (accepted) open = false;
      else explain();
      if (!accepted || unsaved.size > 0) tell(true);
      return accepted && unsaved.size === 0;
    }

    initialize();

    return {
      found: api !== null,
      get present() {
        return open;
      },
      get reason() {
        return why;
      },
      get,
      set,
      commit,
      finish,
      onChange(next) {
        listener = next;
      },
    };
  }

  window.Lms = { connect };
})();
