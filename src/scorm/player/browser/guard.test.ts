import * as library12 from 'scorm-again/scorm12';
import * as library2004 from 'scorm-again/scorm2004';
import { describe, expect, test } from 'vitest';
import type { Delivery, Elements } from '../../runtime/core/protocol';
import { startDelivery } from './delivery';
import type { Flavour } from './flavour';
import { flavour12 } from './flavour-12';
import { flavour2004 } from './flavour-2004';

// The types of scorm-again promise a default export, the files have named ones.
type Made = new () => object;
const { Scorm12API } = library12 as unknown as { Scorm12API: Made };
const { Scorm2004API } = library2004 as unknown as { Scorm2004API: Made };

type Api = Record<string, (...args: unknown[]) => string> & {
  on: (event: string, heard: (...args: unknown[]) => void) => void;
};

function play(flavour: Flavour, cmi: Elements = {}, more: Partial<Delivery> = {}) {
  const sets: Elements[] = [];
  const running = startDelivery({
    flavour,
    version: flavour === flavour12 ? '1.2' : '2004 4th Edition',
    delivery: {
      activity: 'i1',
      title: 'One',
      scormType: 'sco',
      url: '/files/x.html',
      cmi,
      hideControls: [],
      ...more,
    },
    controls: () => ({ continue: true, previous: false, exit: true, suspend: true, abandon: false, choices: ['i.2'] }),
    write: (_, set) => ({ sequence: sets.push(set), durable: true }),
    traced: () => undefined,
    initialized: () => undefined,
    terminated: () => undefined,
  });
  return { api: running.api() as Api, running, kept: () => Object.assign({}, ...sets) as Elements };
}

describe.each([
  ['SCORM 1.2', flavour12, Scorm12API, 'cmi.core.lesson_location'],
  ['SCORM 2004', flavour2004, Scorm2004API, 'cmi.location'],
] as const)('%s: what content talks to', (_, flavour, Api, location) => {
  const { verbs } = flavour;

  test('is an object of scorm-again, and every call of content reaches it', () => {
    const { api } = play(flavour);
    expect(api).toBeInstanceOf(Api);
    const heard: string[] = [];
    const hear = (event: string) => api.on(event, () => heard.push(event));
    [verbs.initialize, verbs.setValue, verbs.getValue, verbs.commit, verbs.terminate].forEach(hear);
    [verbs.getLastError, verbs.getErrorString, verbs.getDiagnostic].forEach(hear);
    api[verbs.initialize]?.('');
    api[verbs.setValue]?.(location, 'p1');
    expect(api[verbs.getValue]?.(location)).toBe('p1');
    api[verbs.getLastError]?.();
    api[verbs.getErrorString]?.('101');
    api[verbs.getDiagnostic]?.('101');
    api[verbs.commit]?.('');
    api[verbs.terminate]?.('');
    expect(heard).toEqual([
      verbs.initialize,
      verbs.setValue,
      verbs.getValue,
      verbs.getLastError,
      verbs.getErrorString,
      verbs.getDiagnostic,
      verbs.commit,
      verbs.terminate,
    ]);
  });

  test('keeps its insides, whatever content writes over them', () => {
    const { api, kept } = play(flavour);
    api[verbs.initialize]?.('');
    for (const name of ['cmi', 'cmi.objectives', 'cmi.interactions', 'cmi.core', 'adl', 'adl.data', 'settings'])
      expect([name, api[verbs.setValue]?.(name, 'gone'), api[verbs.getLastError]?.()]).toEqual([name, 'false', '401']);
    expect(api[verbs.setValue]?.('cmi.objectives.0.id', 'o')).toBe('true');
    expect(api[verbs.terminate]?.('')).toBe('true');
    expect(kept()).toEqual({ 'cmi.objectives.0.id': 'o' });
  });

  test('says nothing more when the player has closed it', () => {
    const { api, running } = play(flavour);
    api[verbs.initialize]?.('');
    running.close();
    expect(api[verbs.getValue]?.(location)).toBe('');
    expect(api[verbs.getLastError]?.()).toBe(flavour === flavour12 ? '301' : '123');
    expect(api[verbs.setValue]?.(location, 'x')).toBe('false');
    expect(api[verbs.getLastError]?.()).toBe(flavour === flavour12 ? '301' : '133');
    expect(api[verbs.terminate]?.('')).toBe('false');
  });

  test('breaks on nothing that content passes', () => {
    const { api } = play(flavour);
    api[verbs.initialize]?.('');
    const unwritable = Object.create(null) as object;
    for (const argument of [null, undefined, 0, true, {}, [], unwritable, Symbol('x')]) {
      expect(typeof api[verbs.setValue]?.(location, argument)).toBe('string');
      expect(api[verbs.getValue]?.(argument)).toBe('');
      expect(api[verbs.setValue]?.(argument, argument)).toBe('false');
    }
  });
});

test('what scorm-again would refuse is kept, read and committed like all else', () => {
  const { api, kept } = play(flavour2004);
  api['Initialize']?.('');
  const set = (name: string, value: string) => expect([name, api['SetValue']?.(name, value)]).toEqual([name, 'true']);
  set('cmi.location', '');
  set('cmi.learner_preference.delivery_speed', '0.0');
  set('cmi.interactions.0.id', 'q');
  set('cmi.interactions.0.id', 'q2');
  set('cmi.interactions.0.type', 'performance');
  set('cmi.interactions.0.learner_response', '[.]answer[,]step[.]');
  expect(api['GetValue']?.('cmi.interactions.0.id')).toBe('q2');
  api['Terminate']?.('');
  expect(kept()).toEqual({
    'cmi.location': '',
    'cmi.learner_preference.delivery_speed': '0.0',
    'cmi.interactions.0.id': 'q2',
    'cmi.interactions.0.type': 'performance',
    'cmi.interactions.0.learner_response': '[.]answer[,]step[.]',
  });
});

test('what scorm-again would not load is there all the same, and so is what comes after it', () => {
  const { api } = play(flavour2004, {
    'cmi.interactions.0.id': 'q',
    'cmi.interactions.0.type': 'choice',
    'cmi.interactions.0.learner_response': 'two words',
    'cmi.interactions.0.latency': 'half an hour',
    'cmi.suspend_data': 'page 3',
    'cmi.total_time': 'PT1H',
  });
  api['Initialize']?.('');
  const get = (name: string) => api['GetValue']?.(name);
  expect(get('cmi.interactions.0.learner_response')).toBe('two words');
  expect(get('cmi.interactions.0.latency')).toBe('half an hour');
  expect([get('cmi.suspend_data'), get('cmi.total_time')]).toEqual(['page 3', 'PT1H']);
});

test('RTE 4.3: shared data comes from the delivery, with what may be done', () => {
  const { api, kept } = play(
    flavour2004,
    { 'adl.data.0.id': 'a', 'adl.data.0.store': 'news' },
    {
      sharedData: [
        { targetId: 'a', read: true, write: false },
        { targetId: 'b', read: false, write: true },
      ],
    },
  );
  api['Initialize']?.('');
  expect(api['GetValue']?.('adl.data._count')).toBe('2');
  expect(api['GetValue']?.('adl.data.0.store')).toBe('news');
  expect([api['SetValue']?.('adl.data.0.store', 'x'), api['GetLastError']?.()]).toEqual(['false', '404']);
  expect(api['SetValue']?.('adl.data.1.store', 'x')).toBe('true');
  expect([api['GetValue']?.('adl.data.1.store'), api['GetLastError']?.()]).toEqual(['', '405']);
  api['Commit']?.('');
  expect(kept()).toEqual({ 'adl.data.1.store': 'x' });
});

test.each([
  ['continue', 'true', '0'],
  ['previous', 'false', '0'],
  ['choice.{target=i.2}', 'true', '0'],
  ['choice.{target=i.9}', 'false', '0'],
  ['jump.{target=i.2}', 'true', '0'],
  ['jump.{target=i.9}', 'unknown', '0'],
  ['exit', '', '401'],
])('SN 5.6.5: adl.nav.request_valid.%s is %s', (request, answer, code) => {
  const { api } = play(flavour2004);
  api['Initialize']?.('');
  expect([api['GetValue']?.(`adl.nav.request_valid.${request}`), api['GetLastError']?.()]).toEqual([answer, code]);
});

test('SN 5.6.4: a wish may name a target that nobody can reach yet, and is read back', () => {
  const { api } = play(flavour2004);
  api['Initialize']?.('');
  expect(api['GetValue']?.('adl.nav.request')).toBe('_none_');
  expect(api['SetValue']?.('adl.nav.request', '{target=i.9}jump')).toBe('true');
  expect(api['GetValue']?.('adl.nav.request')).toBe('{target=i.9}jump');
});
