import type { SentenceKey } from '../messages.en';
import type { NavigateRequest } from '../../runtime/core/protocol';
import { cut, shortAnswer } from './trace-log';
import type { TraceLine } from './trace-log';
import type { Say } from './words';

const longestLine = 2000;

/** A decision of sequencing as a sentence, with its clause; a code without a sentence shows itself. */
function stepWords(
  { step }: Extract<TraceLine, { kind: 'step' }>,
  say: Say,
  titleOf: (activity: string) => string,
): string {
  const key = `sequencing.step.${step.code}`;
  const activity = step.activity === undefined ? '' : titleOf(step.activity);
  const sentence = say(key as SentenceKey, { activity, ...step.values });
  const known = sentence !== key;
  const rest = known ? '' : ` ${Object.values(step.values ?? {}).join(' ')}`;
  return `${known || activity === '' ? '' : `${activity}: `}${known ? sentence : step.code}${rest} (${step.clause})`;
}

/** Without what is as it should be. */
const telling = (answer: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(answer).filter(([, value]) => value !== false && !(Array.isArray(value) && value.length === 0)),
  );

/** What was sent, entry by entry, and what the server made of it. */
function sentWords({ action, request, status, answer }: Extract<TraceLine, { kind: 'commit' }>, say: Say): string {
  const move = (request as Partial<NavigateRequest>).request;
  const entries = request.entries.map(({ sequence, kind, set }) => `${sequence} ${kind} ${JSON.stringify(set)}`);
  const what = [say(action === 'commit' ? 'player.trace.commit' : 'player.trace.navigate'), ...entries];
  if (move) what.splice(1, 0, 'target' in move ? `${move.type} ${move.target}` : move.type);
  const told = answer === undefined ? status : JSON.stringify(telling(shortAnswer(answer)));
  return `${cut(what.join(' · '), longestLine)} → ${say('player.trace.answer')} ${cut(told, longestLine)}`;
}

/** One line of the trace for people. */
export function traceWords(line: TraceLine, say: Say, titleOf: (activity: string) => string): string {
  const time = new Date(line.at).toISOString().slice(11, 23);
  if (line.kind === 'step') return `${time} ${stepWords(line, say, titleOf)}`;
  if (line.kind === 'commit') return `${time} ${sentWords(line, say)}`;
  if (line.kind === 'fault') {
    const { where } = line;
    const words =
      line.what === 'script'
        ? say('player.trace.fault.script', { text: line.text, where })
        : say(line.status === 0 ? 'player.trace.fault.no-answer' : 'player.trace.fault.request', {
            where,
            status: String(line.status),
          });
    return `${time} ${words}`;
  }
  const args = line.args.map((arg) => JSON.stringify(cut(arg, longestLine))).join(', ');
  const error = line.error === '0' ? '' : ` · ${say('player.trace.error')} ${line.error}`;
  const returned = JSON.stringify(cut(line.returned, longestLine));
  return `${time} ${line.call}(${args}) ${say('player.trace.returned')} ${returned}${error}`;
}
