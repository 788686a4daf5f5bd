/** A room's SQL and Prisma calls touch its own tables only; of other rooms it may name the views. */
import { expect, test } from 'vitest';
import { findBreaches } from './support/sql-walls';
import { readSources } from './support/sources';
import { readTables } from './support/tables';

const tables = readTables();
const breachesIn = (room: string, text: string): string[] =>
  findBreaches([{ path: `src/${room}/store.ts`, room, text }], tables).map(({ what }) => what);

test('every model says its table, and every table has one room', () => {
  expect(tables.size).toBeGreaterThan(10);
  expect(tables.get('enrolment')).toMatchObject({ room: 'learning/enrolment', model: 'enrolment' });
});

test('the wall sees what it should', () => {
  const own = 'tx.query(`select id from enrolment e join learning_catalogue_v_class c on c.id = e.class_id`)';
  expect(breachesIn('learning/enrolment', own)).toEqual([]);
  expect(breachesIn('learning/enrolment', 'tx.query(`select 1 from class c`)')).toEqual([
    'class of learning/catalogue',
  ]);
  expect(breachesIn('competence', 'tx.execute(`update "enrolment" set status = $1`)')).toEqual([
    'enrolment of learning/enrolment',
  ]);
  expect(
    breachesIn('competence', "tx.query('with x as (select 1) insert into public.message(id) select 1 from x')"),
  ).toEqual(['message of notify']);
  expect(breachesIn('competence', 'tx.query(`select 1 from x, person p`)')).toEqual(['person of people']);
  expect(breachesIn('competence', 'tx.query(`select 1 from ${table} join attempt a using (id)`)')).toEqual([
    'attempt of scorm/runtime',
  ]);
  expect(breachesIn('competence', 'await tx.records.enrolment.findMany()')).toEqual([
    'enrolment of learning/enrolment',
  ]);
  expect(breachesIn('learning/enrolment', 'await tx.records.enrolment.findMany()')).toEqual([]);
  // Sentences for people are no SQL.
  expect(breachesIn('competence', "const text = 'Choose a person from class 3'")).toEqual([]);
});

test('no room reaches into the tables of another', () => {
  const breaches = findBreaches(readSources(), tables);
  const lines = breaches.map(
    ({ path, line, what }) => `${path}:${line} touches ${what}: use its views (<room>_v_<name>) or its front door`,
  );
  expect(lines).toEqual([]);
});
