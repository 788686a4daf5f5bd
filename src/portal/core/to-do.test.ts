import { describe, expect, test } from 'vitest';
import { parseIsoDate } from '../../platform/dates';
import { comingUp, toDo, type Standing } from './to-do';

const day = parseIsoDate;
type Certification = Standing['certifications'][number];
type Enrolment = Standing['enrolments'][number];
type Path = Standing['paths'][number];

const certification = (over: Partial<Certification> = {}): Certification => ({
  title: 'Fire',
  href: '/certifications/o/fire',
  completionDate: null,
  expirationDate: null,
  step: { step: 'none' },
  period: {
    endDate: day('2026-12-05'),
    components: [{ courseId: 'c1', title: 'Fire safety', done: false, action: { kind: 'take', classId: 'k1' } }],
  },
  ...over,
});
const enrolment = (over: Partial<Enrolment> = {}): Enrolment => ({
  id: 'e1',
  href: '/enrolments/e1',
  courseId: 'c2',
  courseTitle: 'Hand hygiene',
  certPeriodId: null,
  toDo: true,
  play: 'continue',
  startDate: null,
  ...over,
});
const path = (over: Partial<Path> = {}): Path => ({
  title: 'First weeks',
  href: '/paths/o/p',
  status: 'ACTIVE',
  completionTargetDate: day('2026-12-01'),
  next: { id: 'c3', href: '/learning/courses/o/c3', title: 'Welcome', action: { kind: 'take', classId: 'k3' } },
  sections: [{ courses: [{ id: 'c3' }] }],
  ...over,
});
const standing = (over: Partial<Standing>): Standing => ({ certifications: [], enrolments: [], paths: [], ...over });
const expired = certification({
  title: 'Moving',
  period: null,
  step: { step: 'renew' },
  completionDate: day('2025-11-01'),
  expirationDate: day('2026-11-01'),
});

describe('to do next', () => {
  test('MYC-1: each task has one action, the most urgent comes first, what has no date comes last', () => {
    const tasks = toDo(
      standing({ certifications: [certification(), expired], enrolments: [enrolment()], paths: [path()] }),
    );
    expect(tasks.map((task) => [task.title, task.due ?? task.expires, task.action.word])).toEqual([
      ['Moving', '2026-11-01', 'renew'],
      ['Welcome', '2026-12-01', 'start'],
      ['Fire safety', '2026-12-05', 'start'],
      ['Hand hygiene', undefined, 'continue'],
    ]);
  });

  test('ACT-2: one click from home to playing, through the certification or the path', () => {
    const [welcome, fire] = toDo(standing({ certifications: [certification()], paths: [path()] }));
    expect(fire?.action).toEqual({
      word: 'start',
      method: 'post',
      href: '/certifications/o/fire/take',
      fields: { course: 'c1', class: 'k1' },
    });
    expect(welcome?.action).toEqual({
      word: 'start',
      method: 'post',
      href: '/learning/courses/o/c3/enrol',
      fields: { class: 'k3', play: 'yes' },
    });
  });

  test('an enrolment made through a certification is not told twice', () => {
    const playing = certification({
      period: {
        endDate: day('2026-12-05'),
        components: [
          {
            courseId: 'c2',
            title: 'Hand hygiene',
            done: false,
            action: { kind: 'play', enrolmentId: 'e1', word: 'continue' },
          },
        ],
      },
    });
    const tasks = toDo(standing({ certifications: [playing], enrolments: [enrolment({ certPeriodId: 'p1' })] }));
    expect(tasks).toHaveLength(1);
    expect(tasks[0]?.action.href).toBe('/enrolments/e1/play');
  });

  test('CERT-10: a course that a path and a certification ask for stands there once, with the earlier date, taken through the certification', () => {
    const both = path({
      next: { id: 'c1', href: '/learning/courses/o/c1', title: 'Fire safety', action: { kind: 'choose' } },
    });
    const tasks = toDo(standing({ certifications: [certification()], paths: [both] }));
    expect(tasks.map((task) => [task.for, task.due, task.action.href])).toEqual([
      ['Fire', '2026-12-01', '/certifications/o/fire/take'],
    ]);
  });

  test('what is done, paused or waiting asks for nothing', () => {
    const done = certification({
      period: {
        endDate: day('2026-12-05'),
        components: [{ courseId: 'c1', title: 'Fire safety', done: true, action: { kind: 'choose' } }],
      },
    });
    expect(
      toDo(
        standing({
          certifications: [done],
          enrolments: [enrolment({ toDo: false })],
          paths: [path({ next: undefined }), path({ status: 'COMPLETED' })],
        }),
      ),
    ).toEqual([]);
  });

  test('ACT-3, ACT-6: several classes are chosen from, a classroom place is looked at', () => {
    const choose = certification({
      period: {
        endDate: day('2026-12-05'),
        components: [
          { courseId: 'c1', title: 'Fire safety', done: false, action: { kind: 'choose' } },
          { courseId: 'c9', title: 'Evacuation', done: false, action: { kind: 'wait' } },
        ],
      },
    });
    expect(toDo(standing({ certifications: [choose] })).map((task) => task.action.word)).toEqual(['choose', 'view']);
  });
});

test('ACT-5: renewals that are not open yet come up with the day from which they are', () => {
  const later = certification({ title: 'Later', period: null, step: { step: 'wait', from: day('2027-06-01') } });
  const sooner = certification({ title: 'Sooner', period: null, step: { step: 'wait', from: day('2026-12-20') } });
  expect(comingUp({ certifications: [later, sooner, expired] }).map((each) => [each.title, each.from])).toEqual([
    ['Sooner', '2026-12-20'],
    ['Later', '2027-06-01'],
  ]);
});
