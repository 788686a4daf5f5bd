import { expect, test } from 'vitest';
import { createBatch } from './batch';

const settle = <T>(promises: Promise<T>[]): Promise<PromiseSettledResult<T>[]> => Promise.allSettled(promises);

test('what arrives together forms a group, with a result each in order', async () => {
  const groups: number[][] = [];
  const run = createBatch(
    (commands: readonly number[]) => (groups.push([...commands]), Promise.resolve(commands.map((n) => n * 10))),
    { most: 8, lanes: 1, keyOf: String },
  );
  expect(await Promise.all([1, 2, 3].map(run))).toEqual([10, 20, 30]);
  expect(groups).toEqual([[1, 2, 3]]);
});

test('two commands of one key are never in one group nor under way together', async () => {
  const under = new Set<string>();
  const run = createBatch(
    async (commands: readonly { key: string }[]) => {
      for (const each of commands) {
        if (under.has(each.key)) throw new Error('twice');
        under.add(each.key);
      }
      await new Promise((done) => setTimeout(done, 2));
      for (const each of commands) under.delete(each.key);
      return commands.map(() => true);
    },
    { most: 8, lanes: 4, keyOf: (each) => each.key },
  );
  const results = await settle(['a', 'a', 'b', 'a', 'b', 'c'].map((key) => run({ key })));
  expect(results.every((each) => each.status === 'fulfilled')).toBe(true);
});

test("one learner's bad commit fails alone", async () => {
  const run = createBatch(
    (commands: readonly number[]) =>
      commands.includes(2) ? Promise.reject(new Error('bad')) : Promise.resolve(commands.map((n) => n)),
    { most: 8, lanes: 1, keyOf: String },
  );
  const results = await settle([1, 2, 3].map(run));
  expect(results.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('beside: with one group under way, the next starts alone only when enough wait; nobody waits when none is', async () => {
  const groups: number[][] = [];
  const release: (() => void)[] = [];
  const batch = createBatch<number, number>(
    async (commands) => {
      groups.push([...commands]);
      await new Promise<void>((done) => release.push(done));
      return commands;
    },
    { most: 10, lanes: 2, beside: 3, keyOf: String },
  );
  const turn = (): Promise<void> => new Promise((done) => setTimeout(done, 5));
  const answers = [batch(1)];
  await turn();
  answers.push(batch(2), batch(3));
  await turn();
  expect(groups).toEqual([[1]]);
  answers.push(batch(4));
  await turn();
  expect(groups).toEqual([[1], [2, 3, 4]]);
  answers.push(batch(5));
  for (const done of release.splice(0)) done();
  await turn();
  expect(groups).toEqual([[1], [2, 3, 4], [5]]);
  for (const done of release.splice(0)) done();
  expect(await Promise.all(answers)).toEqual([1, 2, 3, 4, 5]);
});
