import { expect, test } from 'vitest';
import { dispatch } from './dispatch';
import { parseOptions } from './parse-options';
import type { Command, CommandIo } from './types';

function recorder(): { readonly io: CommandIo; readonly said: string[]; readonly complaints: string[] } {
  const said: string[] = [];
  const complaints: string[] = [];
  const io: CommandIo = {
    print: (text) => void said.push(text),
    printJson: (value) => void said.push(JSON.stringify(value)),
    complain: (text) => void complaints.push(text),
    open: () => Promise.reject(new Error('not in this test')),
  };
  return { io, said, complaints };
}

const command: Command = {
  name: 'thing show',
  usage: 'ID [--at DATE] --json',
  summary: 'Shows a thing.',
  run: async (args, { printJson }) => {
    const { positionals, values } = parseOptions(args, 1, { at: { type: 'string' } });
    printJson({ id: positionals[0], at: values.at, json: values.json });
    return 1;
  },
};

test('a command of two words gets what follows it and answers its exit code', async () => {
  const { io, said, complaints } = recorder();
  expect(await dispatch([command], ['thing', 'show', 'x', '--at', '2026-01-01', '--json'], io)).toBe(1);
  expect([said, complaints]).toEqual([['{"id":"x","at":"2026-01-01","json":true}'], []]);
});

test.each([
  [['thing', 'show']],
  [['thing', 'show', 'x', 'y']],
  [['thing', 'show', 'x', '--unknown']],
  [['thing', 'show', 'x', '--at']],
])('%j is wrong usage: exit code 2, the usage on stderr, nothing on stdout', async (argv) => {
  const { io, said, complaints } = recorder();
  expect(await dispatch([command], argv, io)).toBe(2);
  expect(said).toEqual([]);
  expect(complaints.at(-1)).toBe('Usage: npm run -s cli -- thing show ID [--at DATE] --json');
});

test('an unknown command and no command at all list what there is', async () => {
  for (const argv of [[], ['thing'], ['other', 'show']]) {
    const { io, complaints } = recorder();
    expect(await dispatch([command], argv, io)).toBe(2);
    expect(complaints.at(-1)).toContain('thing show ID');
  }
});
