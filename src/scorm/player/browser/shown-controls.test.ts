import { expect, test } from 'vitest';
import { contentsTree } from './contents-tree';
import { shownControls } from './shown-controls';
import type { ControlsAsked } from './shown-controls';

const all = { continue: true, previous: true, exit: true, suspend: true, abandon: true, choices: ['a', 'b'] };
const asked = (more: Partial<ControlsAsked> = {}): ControlsAsked => ({
  start: {
    scormVersion: '2004 4th Edition',
    toolbar: { visible: true, next: true, previous: true, outline: true, exit: true },
  },
  contents: [],
  parts: 2,
  controls: all,
  hideControls: [],
  current: 'a',
  busy: false,
  ended: false,
  ...more,
});

test('while a move is under way the moves are off, not gone', () => {
  expect(shownControls(asked({ busy: true }))).toMatchObject({
    previous: 'off',
    next: 'off',
    save: 'off',
    exit: 'off',
  });
});

test('one part: no contents and nothing to step to; where it is to be chosen again there are contents', () => {
  expect(shownControls(asked({ parts: 1, controls: { ...all, choices: ['a'] } }))).toMatchObject({
    contents: 'hidden',
    previous: 'hidden',
    next: 'hidden',
    save: 'on',
    exit: 'on',
  });
  expect(shownControls(asked({ parts: 1, current: undefined, controls: { ...all, choices: ['a'] } })).contents).toBe(
    'on',
  );
});

test('Exit is there even where there is nothing to exit from', () => {
  const nothing = { continue: false, previous: false, exit: false, suspend: false, abandon: false, choices: [] };
  expect(shownControls(asked({ controls: nothing, current: undefined }))).toMatchObject({ exit: 'on', save: 'off' });
});

test('the tree of the contents: the course above its parts, clusters around theirs', () => {
  const row = (identifier: string, depth: number, kind: 'course' | 'cluster' | 'part') => ({
    identifier,
    title: identifier,
    depth,
    kind,
    launchable: kind === 'part',
    state: 'none' as const,
  });
  const tree = contentsTree(
    [row('o', 0, 'course'), row('k', 0, 'cluster'), row('a', 1, 'part'), row('b', 0, 'part')],
    { choices: ['o', 'a'] },
    'a',
  );
  expect(tree.map(({ identifier, choosable, children }) => [identifier, choosable, children.length])).toEqual([
    ['o', true, 0],
    ['k', false, 1],
    ['b', false, 0],
  ]);
  expect(tree[1]?.children[0]).toMatchObject({ identifier: 'a', current: true, choosable: true });
});
