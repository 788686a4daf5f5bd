import { expect, test } from 'vitest';
import type { Activity, Organisation } from '../../package/core/types';
import { matchActivities, namesAfter } from './match-activities';

type Part = readonly [identifier: string, href: string, title: string];

const organisation = (parts: readonly Part[]): Organisation => {
  const activity = (identifier: string, title: string, children: readonly Activity[] = []): Activity => ({
    identifier,
    title,
    visible: true,
    children,
    hideLmsUi: [],
    sharedData: [],
  });
  const leaf = ([identifier, href, title]: Part): Activity => ({
    ...activity(identifier, title),
    resource: { identifier: `R-${identifier}`, scormType: 'sco', href, parameters: '' },
  });
  return {
    identifier: 'ORG',
    title: 'Course',
    objectivesGlobalToSystem: false,
    sharedDataGlobalToSystem: false,
    root: activity('ORG', 'Course', [activity('BLOCK', 'A block', parts.map(leaf))]),
  };
};

const matched = (before: readonly Part[], after: readonly Part[]): unknown =>
  matchActivities(organisation(before), organisation(after)).map(({ from, to }) => [from, to?.identifier, to?.by]);

test('ELN-4: the identifier first, then the address, then the title; what has none is lost', () => {
  expect(
    matched(
      [
        ['A', 'a.html', 'One'],
        ['B', 'b.html', 'Two'],
        ['C', 'c.html', 'Three'],
        ['D', 'd.html', 'Four'],
      ],
      [
        ['A', 'other.html', 'Another'],
        ['B2', 'b.html', 'Second'],
        ['C2', 'c2.html', ' three '],
      ],
    ),
  ).toEqual([
    ['A', 'A', 'identifier'],
    ['B', 'B2', 'address'],
    ['C', 'C2', 'title'],
    ['D', undefined, undefined],
  ]);
});

test('a sign that several share names none of them, and nothing takes two places', () => {
  expect(
    matched(
      [
        ['A', 'x.html', 'Quiz'],
        ['B', 'x.html', 'Quiz'],
      ],
      [['C', 'x.html', 'Quiz']],
    ),
  ).toEqual([
    ['A', undefined, undefined],
    ['B', undefined, undefined],
  ]);
  expect(
    matched(
      [
        ['A', 'a.html', 'Quiz'],
        ['B', 'b.html', 'End'],
      ],
      [['B', 'a.html', 'Quiz']],
    ),
  ).toEqual([
    ['A', undefined, undefined],
    ['B', 'B', 'identifier'],
  ]);
});

test('only what is launched is matched; names are those that have a place', () => {
  const matches = matchActivities(organisation([['A', 'a.html', 'One']]), organisation([['A', 'a.html', 'One']]));
  expect(matches.map(({ from }) => from)).toEqual(['A']);
  expect([...namesAfter(matches)]).toEqual([['A', 'A']]);
});
