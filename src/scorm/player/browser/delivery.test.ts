import { describe, expect, test } from 'vitest';
import type { Elements, JournalEntry } from '../../runtime/core/protocol';
import type { NavigationRequest } from '../../sequencing/core/types';
import { startDelivery } from './delivery';
import type { TracedCall } from './delivery';
import type { Flavour } from './flavour';
import { flavour12 } from './flavour-12';
import { flavour2004 } from './flavour-2004';

type Api = Record<string, (...args: unknown[]) => string>;

function play(flavour: Flavour, cmi: Elements = {}) {
  const entries: JournalEntry[] = [];
  const calls: TracedCall[] = [];
  const wishes: (NavigationRequest | undefined)[] = [];
  const device = { full: false };
  const running = startDelivery({
    flavour,
    version: flavour === flavour12 ? '1.2' : '2004 4th Edition',
    delivery: { activity: 'i1', title: 'One', scormType: 'sco', url: '/files/index.html', cmi, hideControls: [] },
    controls: () => ({ continue: true, previous: false, exit: true, suspend: true, abandon: false, choices: ['i2'] }),
    write: (kind, set) => {
      const sequence = entries.length + 1;
      entries.push({ sequence, at: '', activity: 'i1', kind, set });
      return { sequence, durable: !device.full };
    },
    traced: (call) => calls.push(call),
    initialized: () => undefined,
    terminated: (wish) => wishes.push(wish),
  });
  return {
    running,
    entries,
    calls,
    wishes,
    device,
    api: () => running.api() as Api,
    written: () => entries.map(({ kind, set }) => [kind, set]),
  };
}

describe('SCORM 1.2', () => {
  test('entries carry what changed; finish carries what was never committed (SCO-6)', () => {
    const { api, written } = play(flavour12);
    const { LMSInitialize, LMSSetValue, LMSCommit, LMSFinish } = api();
    expect(LMSInitialize?.('')).toBe('true');
    expect(LMSSetValue?.('cmi.core.lesson_location', 'p1')).toBe('true');
    expect(LMSSetValue?.('cmi.core.session_time', '00:00:10')).toBe('true');
    expect(LMSCommit?.('')).toBe('true');
    LMSSetValue?.('cmi.core.score.raw', 0);
    LMSSetValue?.('cmi.core.lesson_status', 'incomplete');
    expect(LMSFinish?.('')).toBe('true');
    expect(written()).toEqual([
      ['initialize', {}],
      ['commit', { 'cmi.core.lesson_location': 'p1', 'cmi.core.session_time': '00:00:10' }],
      [
        'terminate',
        { 'cmi.core.score.raw': '0', 'cmi.core.lesson_status': 'incomplete', 'cmi.core.session_time': '00:00:10' },
      ],
    ]);
  });

  test('SCO-3: a mastery score judges nothing in the browser, suspended or not', () => {
    const { api, written } = play(flavour12, {
      'cmi.student_data.mastery_score': '80',
      'cmi.core.credit': 'credit',
      'cmi.core.lesson_mode': 'normal',
    });
    api()['LMSInitialize']?.('');
    api()['LMSSetValue']?.('cmi.core.lesson_status', 'incomplete');
    api()['LMSSetValue']?.('cmi.core.score.raw', '0');
    api()['LMSSetValue']?.('cmi.core.exit', 'suspend');
    api()['LMSFinish']?.('');
    expect(written().at(-1)?.[1]).toMatchObject({ 'cmi.core.lesson_status': 'incomplete', 'cmi.core.score.raw': '0' });
  });

  test('SCO-2: content that never sets a status sends none', () => {
    const { api, written } = play(flavour12);
    api()['LMSInitialize']?.('');
    api()['LMSFinish']?.('');
    expect(written()).toEqual([
      ['initialize', {}],
      ['terminate', {}],
    ]);
  });

  test('what the server seeded is there: resume, a raw score of zero, objectives and interactions by index', () => {
    const { api } = play(flavour12, {
      'cmi.core.entry': 'resume',
      'cmi.core.score.raw': '0',
      'cmi.suspend_data': 's'.repeat(5000),
      'cmi.core.total_time': '0000:10:00',
      'cmi.core.session_time': '00:05:00',
      'cmi.core.lesson_status': 'incomplete',
      'cmi.core.student_name': 'Ng, Ada',
      'cmi.objectives.0.id': 'o1',
      'cmi.objectives.1.id': 'o2',
      'cmi.interactions.0.id': 'q',
      'cmi.interactions.0.correct_responses.0.pattern': 'a',
    });
    const get = (element: string) => api()['LMSGetValue']?.(element);
    api()['LMSInitialize']?.('');
    expect(
      [
        'cmi.core.entry',
        'cmi.core.score.raw',
        'cmi.core.total_time',
        'cmi.objectives._count',
        'cmi.objectives.1.id',
        'cmi.interactions._count',
        'cmi.core.lesson_status',
        'cmi.core.student_name',
      ].map(get),
    ).toEqual(['resume', '0', '0000:10:00', '2', 'o2', '1', 'incomplete', 'Ng, Ada']);
    expect(get('cmi.suspend_data')).toHaveLength(5000);
    expect(api()['LMSSetValue']?.('cmi.objectives.1.status', 'passed')).toBe('true');
    expect(api()['LMSSetValue']?.('cmi.interactions.1.id', 'q2')).toBe('true');
  });

  test('a value that scorm-again refuses is not written, and its code is traced', () => {
    const { api, calls, written } = play(flavour12);
    api()['LMSInitialize']?.('');
    expect(api()['LMSSetValue']?.('cmi.core.lesson_status', 'Completed')).toBe('false');
    expect(api()['LMSSetValue']?.('cmi.core.student_id', 'x')).toBe('false');
    expect(calls.slice(-2).map((call) => call.error)).toEqual(['405', '403']);
    api()['LMSCommit']?.('');
    expect(written().at(-1)).toEqual(['commit', {}]);
  });

  test('a full device: commit and finish say false with a general error, nothing is forgotten, later it succeeds', () => {
    const { api, device, written } = play(flavour12);
    api()['LMSInitialize']?.('');
    api()['LMSSetValue']?.('cmi.suspend_data', 'x');
    device.full = true;
    expect(api()['LMSCommit']?.('')).toBe('false');
    expect(api()['LMSGetLastError']?.()).toBe('101');
    expect(api()['LMSFinish']?.('')).toBe('false');
    device.full = false;
    expect(api()['LMSFinish']?.('')).toBe('true');
    expect(written().at(-1)).toEqual(['terminate', { 'cmi.suspend_data': 'x' }]);
  });

  test('what the server has after all need not be committed again', () => {
    const { api, device, entries, running } = play(flavour12);
    api()['LMSInitialize']?.('');
    api()['LMSSetValue']?.('cmi.suspend_data', 'x');
    device.full = true;
    api()['LMSCommit']?.('');
    running.settled(entries[1] as JournalEntry);
    expect(running.hasUnkept()).toBe(false);
    expect(api()['LMSCommit']?.('')).toBe('true');
  });

  test('content that vanishes leaves a commit, not a terminate (SCO-2)', () => {
    const { api, running, written } = play(flavour12);
    api()['LMSInitialize']?.('');
    api()['LMSSetValue']?.('cmi.core.lesson_location', '7');
    running.keep();
    running.keep();
    expect(written()).toEqual([
      ['initialize', {}],
      ['commit', { 'cmi.core.lesson_location': '7' }],
    ]);
    running.close();
    expect(api()['LMSSetValue']?.('cmi.core.lesson_location', '8')).toBe('false');
    expect(api()['LMSFinish']?.('')).toBe('false');
    expect(api()['LMSGetValue']?.('cmi.core.lesson_location')).toBe('');
  });

  test('a content page that finished and is loaded again goes on where it stopped, its time counted once', () => {
    const { api, running, written } = play(flavour12, {
      'cmi.core.total_time': '0000:01:00',
      'cmi.core.entry': 'ab-initio',
    });
    const first = api();
    first['LMSInitialize']?.('');
    first['LMSSetValue']?.('cmi.suspend_data', 'page 3');
    first['LMSSetValue']?.('cmi.core.exit', 'suspend');
    first['LMSSetValue']?.('cmi.core.session_time', '00:02:00');
    running.documentGone();
    first['LMSFinish']?.('');
    const second = api();
    expect(second).not.toBe(first);
    expect(second['LMSInitialize']?.('')).toBe('true');
    expect(
      ['cmi.suspend_data', 'cmi.core.entry', 'cmi.core.total_time'].map((element) => second['LMSGetValue']?.(element)),
    ).toEqual(['page 3', 'resume', '00:03:00']);
    expect(written().map(([kind]) => kind)).toEqual(['initialize', 'terminate', 'initialize']);
  });

  test('a page that moves on without finishing keeps its run', () => {
    const { api, running } = play(flavour12);
    api()['LMSInitialize']?.('');
    running.documentGone();
    const next = api();
    expect(next['LMSInitialize']?.('')).toBe('false');
    expect(next['LMSSetValue']?.('cmi.core.lesson_location', '2')).toBe('true');
  });

  test('wishes: logout leaves the course', () => {
    const { api, wishes } = play(flavour12);
    api()['LMSInitialize']?.('');
    api()['LMSSetValue']?.('cmi.core.exit', 'logout');
    api()['LMSFinish']?.('');
    expect(wishes).toEqual([{ type: 'exitAll' }]);
  });
});

describe('SCORM 2004', () => {
  test.each([
    ['ab-initio', { 'cmi.entry': 'ab-initio' }],
    ['resume', {}],
    ['', {}],
  ])('RTE 4.2.8: content that was told “%s” says whether it begins anew', (entry, said) => {
    const { api, written } = play(flavour2004, { 'cmi.entry': entry });
    api()['Initialize']?.('');
    expect(written()).toEqual([['initialize', said]]);
  });

  test('RTE 3.1.7: a commit that could not be kept is 391, a terminate 111', () => {
    const { api, device } = play(flavour2004);
    api()['Initialize']?.('');
    api()['SetValue']?.('cmi.location', 'x');
    device.full = true;
    expect([api()['Commit']?.(''), api()['GetLastError']?.()]).toEqual(['false', '391']);
    expect([api()['Terminate']?.(''), api()['GetLastError']?.()]).toEqual(['false', '111']);
  });

  test.each([
    ['continue', undefined, { type: 'continue' }],
    ['suspendAll', undefined, { type: 'suspendAll' }],
    ['{target=item_2}choice', undefined, { type: 'choice', target: 'item_2' }],
    ['{target=item_2}jump', undefined, { type: 'jump', target: 'item_2' }],
    ['_none_', undefined, undefined],
    [undefined, 'suspend', undefined],
    [undefined, 'time-out', { type: 'exitAll' }],
    ['previous', 'logout', { type: 'previous' }],
  ])('RTE 4.4.2: adl.nav.request %s with exit %s', (request, exit, wish) => {
    const { api, wishes } = play(flavour2004);
    api()['Initialize']?.('');
    if (request) expect(api()['SetValue']?.('adl.nav.request', request)).toBe('true');
    if (exit) expect(api()['SetValue']?.('cmi.exit', exit)).toBe('true');
    expect(api()['Terminate']?.('')).toBe('true');
    expect(wishes).toEqual([wish]);
  });

  test('RTE 4.4.1: what may be asked for next is what the server says', () => {
    const { api } = play(flavour2004);
    const valid = (request: string) => api()['GetValue']?.(`adl.nav.request_valid.${request}`);
    api()['Initialize']?.('');
    expect([valid('continue'), valid('previous'), valid('choice.{target=i2}'), valid('choice.{target=i9}')]).toEqual([
      'true',
      'false',
      'true',
      'false',
    ]);
  });

  test('resume: objectives, interactions with more than ten responses, score, and no judgement of ours', () => {
    const cmi: Record<string, string> = {
      'cmi.entry': 'resume',
      'cmi.score.scaled': '0',
      'cmi.scaled_passing_score': '0.8',
      'cmi.credit': 'credit',
      'cmi.mode': 'normal',
      'cmi.objectives.0.success_status': 'passed',
      'cmi.objectives.0.id': 'o1',
      'cmi.interactions.0.type': 'fill-in',
      'cmi.interactions.0.id': 'q1',
    };
    for (let i = 0; i < 12; i += 1) cmi[`cmi.interactions.0.correct_responses.${i}.pattern`] = `answer ${i}`;
    const { api, written } = play(flavour2004, cmi);
    const get = (element: string) => api()['GetValue']?.(element);
    api()['Initialize']?.('');
    expect(
      [
        'cmi.entry',
        'cmi.score.scaled',
        'cmi.objectives.0.success_status',
        'cmi.interactions.0.correct_responses._count',
        'cmi.interactions.0.correct_responses.11.pattern',
      ].map(get),
    ).toEqual(['resume', '0', 'passed', '12', 'answer 11']);
    api()['SetValue']?.('cmi.exit', 'suspend');
    api()['Terminate']?.('');
    expect(written().at(-1)).toEqual(['terminate', { 'cmi.exit': 'suspend' }]);
  });
});
