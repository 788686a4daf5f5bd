import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, parseIsoDate as d } from '../../../platform/dates';
import { TRANSITIONS, decidePath } from './decide-path';
import { checkPath, isPathOverdue, pathCounts, targetDate } from './progress';
import type {
  EarlierCompletion,
  PathCommand,
  PathDecision,
  PathDefinition,
  PathEnrolment,
  PathEvent,
  PathSection,
} from './types';

const all: PathSection = { rule: { kind: 'ALL_MANDATORY' }, courses: ['a', 'b'] };
const oneOf: PathSection = { rule: { kind: 'N_OF', n: 1 }, courses: ['c', 'd'] };
const extra: PathSection = { rule: { kind: 'OPTIONAL' }, courses: ['e'] };
const path: PathDefinition = { activeFrom: d('2026-01-01'), sections: [all, oneOf, extra], target: { days: 30 } };

const subscribe = (
  earlier: readonly EarlierCompletion[] = [],
  more: Partial<Extract<PathCommand, { type: 'subscribe' }>> = {},
): PathCommand => ({
  type: 'subscribe',
  source: 'Catalogue',
  approvalNeeded: false,
  earlier,
  countEarlier: true,
  ...more,
});
const done = (courseId: string, on: string): PathCommand => ({ type: 'complete-course', courseId, completedOn: d(on) });
type World = { enrolment?: PathEnrolment; last?: PathDecision; events: readonly PathEvent[] };
function after(steps: readonly (readonly [string, PathCommand])[], definition = path): World {
  let world: World = { events: [] };
  for (const [date, command] of steps) {
    const last = decidePath(world.enrolment, command, definition, d(date));
    world = last.ok ? { enrolment: last.enrolment, last, events: last.events } : { ...world, last, events: [] };
  }
  return world;
}
const refusal = (world: World): string => (world.last?.ok === false ? world.last.refusal : 'accepted');
const full = [
  ['2026-02-01', subscribe()],
  ['2026-02-05', done('a', '2026-02-05')],
  ['2026-02-20', done('b', '2026-02-20')],
  ['2026-02-10', done('d', '2026-02-10')],
] as const;

describe('LP-2, LP-3: what may be saved', () => {
  const faults = (...sections: PathSection[]): readonly string[] => checkPath({ ...path, sections });
  test('sections of courses, none twice, counts in range, something to complete', () => {
    expect(checkPath(path)).toEqual([]);
    expect(faults()).toEqual(['no-sections']);
    expect(faults({ ...all, courses: [] })).toEqual(['empty-section']);
    expect(faults(all, { ...oneOf, courses: ['a', 'c'] })).toEqual(['course-repeated']);
    expect([0, 1, 2, 3].map((n) => faults({ rule: { kind: 'N_OF', n }, courses: ['c', 'd'] }).length)).toEqual([
      1, 0, 0, 1,
    ]);
    expect(faults(extra)).toEqual(['nothing-to-complete']);
    expect(checkPath({ ...path, activeTo: d('2025-12-31'), target: { days: 0 } })).toEqual([
      'ends-before-it-starts',
      'target-not-positive',
    ]);
  });
});

test('LP-4: counts; a section gives no more than it asks for', () => {
  const completions = ['a', 'c', 'd', 'e'].map((courseId) => ({ courseId, completedOn: d('2026-02-05') }));
  expect(pathCounts(path.sections, completions)).toEqual({
    noOfMandatoryCourses: 3,
    noOfCompletedCourses: 4,
    noOfMandatoryCompleted: 2,
  });
  expect(pathCounts(path.sections, [])).toEqual({
    noOfMandatoryCourses: 3,
    noOfCompletedCourses: 0,
    noOfMandatoryCompleted: 0,
  });
});

describe('LP-5: states', () => {
  test('approval, refusal, leaving, coming back', () => {
    const asked = ['2026-02-01', subscribe([], { approvalNeeded: true })] as const;
    const approve: PathCommand = { type: 'approve', earlier: [], countEarlier: true };
    expect(after([asked]).enrolment?.status).toBe('AWAITING_APPROVAL');
    expect(after([asked, ['2026-02-03', approve]]).enrolment).toMatchObject({
      status: 'ACTIVE',
      subscribedOn: '2026-02-03',
      completionTargetDate: '2026-03-05',
    });
    expect(after([asked, ['2026-02-03', { type: 'reject' }]]).enrolment?.status).toBe('REJECTED');
    expect(
      refusal(
        after([
          ['2026-02-01', subscribe()],
          ['2026-02-03', approve],
        ]),
      ),
    ).toBe('not-awaiting-approval');
    expect(
      refusal(
        after([
          ['2026-02-01', subscribe()],
          ['2026-02-03', { type: 'reject' }],
        ]),
      ),
    ).toBe('not-awaiting-approval');
    const left = [
      ['2026-02-01', subscribe()],
      ['2026-02-03', { type: 'unsubscribe' }],
    ] as const;
    expect(after(left).enrolment?.status).toBe('CANCELLED');
    expect(refusal(after([...left, ['2026-02-04', { type: 'unsubscribe' }]]))).toBe('not-subscribed');
    expect(after([...left, ['2026-02-05', subscribe()]]).enrolment).toMatchObject({
      status: 'ACTIVE',
      subscribedOn: '2026-02-05',
    });
    expect(
      refusal(
        after([
          ['2026-02-01', subscribe()],
          ['2026-02-02', subscribe()],
        ]),
      ),
    ).toBe('already-subscribed');
    expect(refusal(after([['2026-02-01', { type: 'unsubscribe' }]]))).toBe('not-subscribed');
  });
  test('a path that is not active takes nobody new', () => {
    const ended = { ...path, activeTo: d('2026-02-01') };
    expect([
      refusal(after([['2026-02-01', subscribe()]], ended)),
      refusal(after([['2026-02-02', subscribe()]], ended)),
    ]).toEqual(['accepted', 'not-active']);
    expect(after([...full], ended).enrolment?.status).toBe('COMPLETED');
  });
  test('overdue is derived: active and past the target', () => {
    const { enrolment } = after([['2026-02-01', subscribe()]]);
    if (!enrolment) throw new Error('no enrolment');
    expect(['2026-03-03', '2026-03-04'].map((day) => isPathOverdue(enrolment, d(day)))).toEqual([false, true]);
    expect(isPathOverdue({ ...enrolment, status: 'CANCELLED' }, d('2026-03-04'))).toBe(false);
  });
});

test('LP-6: a fixed target or one counted in days', () => {
  expect(targetDate({ onDate: d('2026-06-30') }, d('2026-02-01'))).toBe('2026-06-30');
  expect(targetDate({ days: 30 }, d('2026-02-01'))).toBe('2026-03-03');
  expect(targetDate(undefined, d('2026-02-01'))).toBeUndefined();
});

describe('LP-7: completion', () => {
  test('by itself when every section is satisfied, dated by the course that satisfied the last one', () => {
    expect(after(full.slice(0, 3)).enrolment?.status).toBe('ACTIVE');
    expect(after(full).enrolment).toMatchObject({ status: 'COMPLETED', completionDate: '2026-02-20' });
    expect(after(full).events).toContainEqual({ type: 'path-completed', completedOn: '2026-02-20' });
  });
  test('a course twice, or of another path, changes nothing; one more only counts', () => {
    expect(after([...full, ['2026-02-21', done('d', '2026-02-21')]]).events).toEqual([]);
    expect(after([...full, ['2026-02-21', done('x', '2026-02-21')]]).events).toEqual([]);
    const more = after([...full, ['2026-02-22', done('e', '2026-02-22')]]);
    expect(more.enrolment).toMatchObject({ status: 'COMPLETED', completionDate: '2026-02-20' });
    expect(more.enrolment?.completions).toHaveLength(4);
  });
  test('courses completed before count while they are valid, unless the setting says no', () => {
    const before = (validTo?: string): EarlierCompletion[] =>
      ['a', 'b', 'c'].map((courseId) => ({
        courseId,
        completedOn: d('2025-06-01'),
        validTo: validTo === undefined ? undefined : d(validTo),
      }));
    expect(after([['2026-02-01', subscribe(before('2026-02-01'))]]).enrolment).toMatchObject({
      status: 'COMPLETED',
      completionDate: '2026-02-01',
    });
    expect(after([['2026-02-01', subscribe(before())]]).enrolment?.status).toBe('COMPLETED');
    expect(after([['2026-02-01', subscribe(before('2026-01-31'))]]).enrolment).toMatchObject({
      status: 'ACTIVE',
      completions: [],
    });
    expect(after([['2026-02-01', subscribe(before(), { countEarlier: false })]]).enrolment).toMatchObject({
      status: 'ACTIVE',
      completions: [],
    });
  });
  test('ATT-7: taking back a course that was needed makes the path active again', () => {
    const back = (courseId: string): PathCommand => ({ type: 'reverse-course', courseId });
    const world = after([...full, ['2026-02-25', back('b')]]);
    expect(world.enrolment).toMatchObject({ status: 'ACTIVE' });
    expect(world.enrolment).not.toHaveProperty('completionDate');
    expect(world.events).toContainEqual({ type: 'path-completion-reversed' });
    expect(after([...full, ['2026-02-22', done('c', '2026-02-22')], ['2026-02-25', back('d')]]).enrolment?.status).toBe(
      'COMPLETED',
    );
    expect(after([...full, ['2026-02-25', back('e')]]).events).toEqual([]);
  });
});

test('LP-5: no undeclared state; complete exactly when every section is satisfied', () => {
  const commands = fc.oneof(
    fc.constantFrom<PathCommand>(
      subscribe(),
      subscribe([], { approvalNeeded: true }),
      { type: 'approve', earlier: [], countEarlier: true },
      { type: 'reject' },
      { type: 'unsubscribe' },
    ),
    fc.constantFrom('a', 'b', 'c', 'd', 'e').map((courseId): PathCommand => done(courseId, '2026-02-05')),
    fc.constantFrom('a', 'b', 'c', 'd', 'e').map((courseId): PathCommand => ({ type: 'reverse-course', courseId })),
    fc.constantFrom('a', 'b', 'c', 'd', 'e').map((courseId): PathCommand => done(courseId, '2026-02-05')),
  );
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 30, size: 'max' }), (list) => {
      let now: PathEnrolment | undefined;
      list.forEach((command, index) => {
        const decision = decidePath(now, command, path, addDays(d('2026-02-01'), index));
        if (!decision.ok) return;
        if (now?.status !== decision.enrolment.status)
          expect(TRANSITIONS[now?.status ?? 'new']).toContain(decision.enrolment.status);
        now = decision.enrolment;
        const { noOfMandatoryCourses, noOfMandatoryCompleted } = pathCounts(path.sections, now.completions);
        if (now.status === 'COMPLETED') expect(noOfMandatoryCompleted).toBe(noOfMandatoryCourses);
        if (now.status === 'ACTIVE') expect(noOfMandatoryCompleted).toBeLessThan(noOfMandatoryCourses);
      });
    }),
    { numRuns: 400 },
  );
});
