/** The load: a small process of its own, as many workers as asked for, each with one connection and one request at a time. */
import { createHash } from 'node:crypto';
import type { CommitJob, GetJob, Job, JobResult, LoadMessage } from './load-job';
import { openConnection, type Connection, type Reply } from './plain-http';

/** Does not compress: content's suspend data rarely does. */
const noise = Array.from({ length: 1_500 }, (_, n) =>
  createHash('sha256').update(`noise ${n}`).digest('base64url'),
).join('');

type Elements = Readonly<Record<string, string>>;

const payloads: Readonly<
  Record<CommitJob['payload'], (turn: number) => { readonly kind: string; readonly set: Elements }>
> = {
  progress: (turn) => ({
    kind: 'commit',
    set: {
      'cmi.core.lesson_location': `page-${turn}`,
      'cmi.core.session_time': '00:01:00.00',
      'cmi.suspend_data': noise.slice(turn % 997, (turn % 997) + 2_000),
      [`cmi.interactions.${turn % 10}.id`]: `question-${turn % 10}`,
      [`cmi.interactions.${turn % 10}.student_response`]: 'a',
    },
  }),
  heavy: (turn) => ({
    kind: 'commit',
    set: {
      'cmi.location': `page-${turn}`,
      'cmi.session_time': 'PT1M',
      'cmi.suspend_data': noise.slice(turn % 997, (turn % 997) + 60_000),
    },
  }),
  final: () => ({
    kind: 'terminate',
    set: {
      'cmi.core.lesson_status': 'completed',
      'cmi.core.score.raw': '90',
      'cmi.core.score.min': '0',
      'cmi.core.score.max': '100',
      'cmi.core.exit': '',
      'cmi.core.session_time': '00:05:00.00',
    },
  }),
};

type Asking = { readonly text: string; readonly keep: boolean; readonly check: (reply: Reply) => void };

function commitOf(job: CommitJob, turn: number): Asking {
  const player = job.players[turn % job.players.length];
  if (player === undefined) throw new Error('nobody plays');
  const sequence = job.sequence + Math.floor(turn / job.players.length);
  const { kind, set } = payloads[job.payload](turn);
  const entry = { sequence, at: new Date().toISOString(), activity: 'SCO', kind, set };
  const body = JSON.stringify({ session: player.session, entries: [entry] });
  const text =
    `POST /a/${player.attempt}/commit HTTP/1.1\r\nHost: ${player.host}\r\nCookie: ${player.cookie}\r\nSec-Fetch-Site: same-origin\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  return {
    text,
    keep: true,
    check: (reply) => (job.bare ? expectOk(reply) : expectTaken(reply, sequence, job.payload === 'final')),
  };
}

function expectOk(reply: Reply): void {
  if (reply.status !== 200 || reply.body !== '{"ok":true}')
    throw new Error(`${reply.status}: ${reply.body.slice(0, 300)}`);
}

/** The commit is acknowledged; a final one has led to competence, certificate and path. */
function expectTaken(reply: Reply, sequence: number, final: boolean): void {
  const answer =
    reply.status === 200
      ? (JSON.parse(reply.body) as {
          acknowledged: number[];
          refused: unknown[];
          outcome?: { success: string; ledTo: string[] };
        })
      : undefined;
  const taken = answer?.acknowledged.length === 1 && answer.acknowledged[0] === sequence && answer.refused.length === 0;
  const passed = !final || (answer?.outcome?.success === 'passed' && answer.outcome.ledTo.length === 3);
  if (!taken || !passed) throw new Error(`${reply.status}: ${reply.body.slice(0, 300)}`);
}

function getOf(job: GetJob, turn: number): Asking {
  const asked = job.requests[turn % job.requests.length];
  if (asked === undefined) throw new Error('nothing to ask for');
  const headers = Object.entries(asked.headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  return {
    text: `GET ${asked.path} HTTP/1.1\r\nHost: ${asked.host}\r\n${headers}\r\n`,
    keep: false,
    check: ({ status, size }) => {
      if (status !== job.status || size === 0 || (job.size !== undefined && size !== job.size))
        throw new Error(`${asked.path}: ${status}, ${size} bytes`);
    },
  };
}

async function run(job: Job): Promise<JobResult> {
  const connections = await Promise.all(Array.from({ length: job.atOnce }, () => openConnection(job.port)));
  const times: number[] = [];
  let next = 0;
  let bytes = 0;
  const work = async (connection: Connection): Promise<void> => {
    while (next < job.total) {
      const turn = next;
      next += 1;
      const { text, keep, check } = job.kind === 'commit' ? commitOf(job, turn) : getOf(job, turn);
      const began = performance.now();
      const reply = await connection.ask(text, keep);
      times.push(performance.now() - began);
      bytes += reply.size;
      check(reply);
    }
  };
  const cpu = process.cpuUsage();
  const began = performance.now();
  try {
    await Promise.all(connections.map(work));
  } finally {
    for (const each of connections) each.close();
  }
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, count: times.length, bytes, times, cpu: (user + system) / job.total };
}

const tell = (message: LoadMessage): void => void process.send?.(message);

process.on('message', (job: Job) => {
  run(job).then(
    (result) => tell({ result }),
    (error: unknown) => tell({ failed: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
tell({ ready: true });
