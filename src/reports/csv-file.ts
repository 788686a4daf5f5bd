/** Tables of a report as files, written piece by piece. */
import { z } from 'zod';
import { objectParams } from '../platform/forms';
import { Problem, route, type Request, type Route } from '../platform/http';
import { byteOrderMark, csvLines, type CsvCell } from './core/csv';
import { freshen } from './freshen';
import { partTitles, type Words } from './models';
import { access, home, namesPermission, type ReportDeps } from './pages';
import { findSubject, listAnswers, listAttemptsOf, listObjectives, listQuestions, type AnswerRow } from './queries';
import { kinds, readWish, reportQuery, type Kind } from './read-wish';
import type { ReportWish } from './scope';

const tables = ['questions', 'answers', 'objectives', 'attempts'] as const;
type Table = (typeof tables)[number];

/** Attempts whose answers are read at a time. */
const piece = 500;
/** Rows of a table that has one for each attempt, question or objective. */
const most = 1_000_000;

type Cells = readonly CsvCell[];
type Pieces = AsyncGenerator<readonly Cells[]>;

/** The files: one route for each kind of report, the table in its query. */
export const reportFiles = ({ messages }: ReportDeps): Route[] => kinds.map((kind) => fileRoute(kind, messages.t));

function fileRoute(kind: Kind, words: Words): Route {
  return route({
    method: 'get',
    path: `${home}/${kind}/:owner/:id/report.csv`,
    kind: 'page',
    access,
    summary: 'A table of a report as CSV',
    params: objectParams,
    query: reportQuery.extend({ table: z.enum(tables).catch('questions') }),
    run: async (request) => {
      const { tenantId, permissions } = request.who();
      const { owner, id } = request.params;
      const { table } = request.query;
      const mayName = permissions.has(namesPermission);
      if (table === 'attempts' && !mayName) throw new Problem('forbidden');
      const { wish } = readWish(tenantId, kind, { ownerId: owner, id }, request.query);
      const { scope, titles } = await request.inTransaction(async (tx) => {
        const subject = await findSubject(tx, wish);
        if (!subject) throw new Problem('not-found');
        const found = await freshen(tx, wish, subject);
        return { scope: found, titles: await partTitles(tx, found.versions) };
      });
      const pieces = piecesOf(request, { wish, table, mayName, words, titles, attemptIds: scope.attemptIds });
      return {
        kind: 'stream',
        headers: {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': `attachment; filename="${words(`reports.file.name.${table}`)}.csv"`,
          'Cache-Control': 'private, no-store',
        },
        pipe: async (to) => {
          to.write(byteOrderMark);
          for await (const rows of pieces) {
            // Who went away needs no more of it.
            if (!to.writable) return;
            if (!to.write(csvLines(rows)))
              await new Promise<void>((resolve) => void to.once('drain', resolve).once('close', resolve));
          }
          to.end();
        },
      };
    },
  });
}

type Plan = {
  readonly wish: ReportWish;
  readonly table: Table;
  readonly mayName: boolean;
  readonly words: Words;
  readonly titles: ReadonlyMap<string, string>;
  readonly attemptIds: readonly string[];
};

async function* piecesOf(request: Pick<Request, 'inTransaction'>, plan: Plan): Pieces {
  const { wish, table, words, titles } = plan;
  const head = (names: readonly string[]): Cells => names.map((name) => words(`reports.column.${name}`));
  if (table === 'questions') {
    yield [
      head([
        'part',
        'question',
        'text',
        'type',
        'answered',
        'right',
        'wrong',
        'other',
        'share',
        'given',
        'given-count',
        'pattern',
        'seconds',
        'weighting',
      ]),
    ];
    const { rows } = await request.inTransaction((tx) =>
      listQuestions(tx, wish, { sort: 'order', direction: 'asc', most, from: 0 }),
    );
    yield rows.map((row) => [
      titles.get(row.activity) ?? row.activity,
      row.question,
      row.description,
      row.type,
      row.answered,
      row.right,
      row.wrong,
      row.other,
      tenths(row.rightShare),
      row.mostGiven[0]?.response,
      row.mostGiven[0]?.count,
      (row.patterns ?? []).join(' | '),
      tenths(row.averageSeconds),
      row.weighting,
    ]);
  } else if (table === 'objectives') {
    yield [
      head([
        'part',
        'objective',
        'text',
        'attempts',
        'met',
        'not-met',
        'completed',
        'scored',
        'lowest',
        'median',
        'highest',
      ]),
    ];
    const { rows } = await request.inTransaction((tx) => listObjectives(tx, wish, { most, from: 0 }));
    yield rows.map((row) => [
      titles.get(row.activity) ?? row.activity,
      row.objective,
      row.description,
      row.attempts,
      row.passed,
      row.failed,
      row.completed,
      row.scored,
      tenths(row.lowestPercent),
      tenths(row.medianPercent),
      tenths(row.highestPercent),
    ]);
  } else if (table === 'attempts') {
    yield [
      head([
        'person',
        'attempt',
        'version',
        'status',
        'score',
        'seconds',
        'answered',
        'right',
        'wrong',
        'started',
        'last',
      ]),
    ];
    const { rows } = await request.inTransaction((tx) =>
      listAttemptsOf(tx, wish, { sort: 'name', direction: 'asc', most, from: 0 }),
    );
    yield rows.map((row) => [
      row.name,
      row.number,
      row.version,
      words(`portal.admin.attempt.status.${row.status}`),
      tenths(row.percent),
      row.totalSeconds,
      row.answered,
      row.right,
      row.wrong,
      row.startedAt.toISOString(),
      row.lastAt.toISOString(),
    ]);
  } else yield* answerPieces(request, plan, head);
}

/** One line for each answer; without names for those who may not see them. */
async function* answerPieces(
  request: Pick<Request, 'inTransaction'>,
  { wish, mayName, words, titles, attemptIds }: Plan,
  head: (names: readonly string[]) => Cells,
): Pieces {
  const names = [
    'part',
    'question',
    'text',
    'type',
    'response',
    'verdict',
    'result',
    'pattern',
    'seconds',
    'weighting',
    'said',
    'latest',
  ];
  yield [head([...(mayName ? ['person', 'attempt'] : []), 'version', ...names])];
  const line = (row: AnswerRow): Cells => [
    ...(mayName ? [row.name, row.number] : []),
    row.version,
    titles.get(row.activity) ?? row.activity,
    row.question,
    row.description,
    row.type,
    row.response,
    words(`reports.verdict.${row.verdict}`),
    row.result,
    row.patterns.join(' | '),
    row.latencySeconds,
    row.weighting,
    row.saidAt?.toISOString(),
    words(row.latest ? 'reports.yes' : 'reports.no'),
  ];
  for (let from = 0; from < attemptIds.length; from += piece) {
    const ids = attemptIds.slice(from, from + piece);
    yield (await request.inTransaction((tx) => listAnswers(tx, wish, ids))).map(line);
  }
}

const tenths = (value: number | null): number | null => (value === null ? null : Math.round(value * 10) / 10);
