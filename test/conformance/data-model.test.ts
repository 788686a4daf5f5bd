/**
 * What content is told, to the letter: the suite's scripts of the API and the data model against scorm-again with the
 * guard, without a browser. Alone, scorm-again gives 408 wrong answers to the 8,161 commands of DMI.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { playCase } from './headless-case';

const folder = fileURLToPath(new URL('../../../shared/conformance/cases', import.meta.url));
const there = existsSync(folder);

describe.skipIf(!there)('RTE 3 and 4: the suite', () => {
  test.each([
    ['API', 29],
    ['DMI', 8_000],
    ['DMB', 200],
    ['DDM', 100],
  ])('%s: every answer and every error code is right, and the server keeps what was accepted', async (name, least) => {
    const played = await playCase(join(folder, name), () => true);
    expect(played.faults).toEqual([]);
    expect(played.lost).toEqual([]);
    expect(played.commands).toBeGreaterThanOrEqual(least);
  });
});

const others = there ? readdirSync(folder).filter((name) => /^[A-Z]{1,3}-/.test(name)) : [];

describe.skipIf(!there)('RTE 3 and 4: all but what objectives read from other activities', () => {
  test.each(others)('%s', async (name) => {
    const played = await playCase(
      join(folder, name),
      (command) => command.verb !== 'get' || !command.element.name.startsWith('cmi.objectives.'),
    );
    expect(played.faults).toEqual([]);
    expect(played.lost).toEqual([]);
  });
});
