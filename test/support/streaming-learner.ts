/**
 * A learner's browser as the server sees it, without a browser: journals numbered entries, sends them one request at a
 * time, and sends again whatever was not acknowledged, whatever happens in between.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommitAnswer, JournalEntry } from '../../src/scorm/runtime';
import type { Answer } from './content-server';
import type { Player } from './running-server';

export type StreamingLearner = {
  readonly player: Player;
  /** Sequences the server said it has. */
  readonly acknowledged: ReadonlySet<number>;
  /** Everything that was journalled, by sequence. */
  readonly journal: ReadonlyMap<number, JournalEntry>;
  /** Answers that were neither an acknowledgement nor a way of being away. */
  readonly wrong: string[];
  /** How often something was sent again. */
  readonly resent: () => number;
  /** Goes on until `finish` was called and everything is acknowledged. */
  readonly ended: Promise<void>;
  /** The last entry: passes and ends. */
  readonly finish: () => void;
};

type Say = (player: Player, action: 'commit', body: unknown) => Promise<Answer>;

const activity = 'SCO';
const passed = {
  'cmi.core.lesson_status': 'passed',
  'cmi.core.score.raw': '90',
  'cmi.core.exit': '',
  'cmi.core.session_time': '00:05:00.00',
};

/** Starts at once. Some requests carry several entries, some entries touch the outcome. */
export function streamLearner(player: Player, say: Say): StreamingLearner {
  const journal = new Map<number, JournalEntry>();
  const acknowledged = new Set<number>();
  const wrong: string[] = [];
  let resent = 0;
  let finishing = false;
  let finished = false;

  const append = (kind: JournalEntry['kind'], set: Record<string, string>): void => {
    const sequence = journal.size + 1;
    journal.set(sequence, { sequence, at: new Date().toISOString(), activity, kind, set });
  };
  const next = (): void => {
    if (finishing) {
      append('terminate', passed);
      finished = true;
      return;
    }
    const page = journal.size + 1;
    const set = {
      'cmi.core.lesson_location': `p${page}`,
      'cmi.suspend_data': `${page}:${'x'.repeat((page * 97) % 2000)}`,
    };
    // Every fifth says something that the core is told about.
    append(
      'commit',
      page % 5 === 0
        ? { ...set, 'cmi.core.lesson_status': 'incomplete', 'cmi.core.score.raw': String(page % 50) }
        : set,
    );
  };
  const take = ({ status, text }: Answer): void => {
    if (status === 503) return;
    if (status !== 200) return void wrong.push(`${status} ${text.slice(0, 200)}`);
    const answer = JSON.parse(text) as CommitAnswer;
    if (answer.conflicts.length > 0 || answer.refused.length > 0) wrong.push(text.slice(0, 300));
    for (const sequence of answer.acknowledged) acknowledged.add(sequence);
  };

  append('initialize', {});
  const run = async (): Promise<void> => {
    const tried = new Set<number>();
    for (;;) {
      if (!finished) for (let count = 1 + (journal.size % 3); count > 0 && !finished; count -= 1) next();
      const entries = [...journal.values()].filter(({ sequence }) => !acknowledged.has(sequence));
      if (entries.length === 0) return;
      if (entries.some(({ sequence }) => tried.has(sequence))) resent += 1;
      for (const { sequence } of entries) tried.add(sequence);
      try {
        take(await say(player, 'commit', { session: player.session, entries: entries.slice(0, 200) }));
      } catch {
        // Nobody there: the journal keeps it.
        await sleep(100);
      }
      if (wrong.length > 20) return;
      await sleep(5);
    }
  };
  return {
    player,
    acknowledged,
    journal,
    wrong,
    resent: () => resent,
    ended: run(),
    finish: () => void (finishing = true),
  };
}
