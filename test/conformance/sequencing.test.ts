/** The suite's cases in the engine alone: deliveries in order, ends of session, controls, and what activities find. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { playSequence, type Learner } from './sequence-case';

const folder = fileURLToPath(new URL('../../../shared/conformance/cases', import.meta.url));
const there = existsSync(folder);
const cases = there ? readdirSync(folder).sort() : [];
/** One learner goes through the suite in its order: some cases need what an earlier one left. */
const learner: Learner = { globals: {} };

test.skipIf(!there)('SN: the suite is at hand', () => expect(cases.length).toBeGreaterThan(100));

test.each(cases)('SN: %s', async (name) => {
  const who: Learner = name === 'API' ? { globals: {} } : learner;
  expect((await playSequence(join(folder, name), who)).join('\n')).toBe('');
});
