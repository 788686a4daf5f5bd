/** Finds SQL and Prisma calls that touch tables of another room. */
import ts from 'typescript';
import type { Source } from './sources';
import type { Table } from './tables';

export type Breach = { readonly path: string; readonly line: number; readonly what: string };

/** Rooms whose work is every table: the migration runner and what the composition root measures. */
const mayTouchAll = (room: string): boolean => room === '';

const looksLikeSql = /\b(?:select|insert\s+into|update|delete\s+from|merge\s+into|truncate|lock\s+table|copy)\b/i;
/** After these words stand table names; commas go on with the list. */
const reference =
  /\b(?:from|join|into|update|using|table|truncate|only)\s+((?:"?\w+"?\.)?"?\w+"?(?:\s+(?:as\s+)?(?!on\b|where\b|set\b|join\b|left\b|inner\b|cross\b|order\b|group\b|limit\b|for\b|using\b|values\b|select\b)\w+)?(?:\s*,\s*(?:lateral\s+)?(?:"?\w+"?\.)?"?\w+"?(?:\s+(?:as\s+)?\w+)?)*)/gi;

/** Names of tables that a piece of SQL refers to, in lower case, without their schema. */
export function tablesIn(sql: string): string[] {
  const text = sql
    .replace(/--[^\n]*/g, ' ')
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/'(?:[^']|'')*'/g, "''");
  const names = [...text.matchAll(reference)].flatMap(([, list = '']) =>
    list.split(',').map(
      (item) =>
        item
          .trim()
          .replace(/^lateral\s+/i, '')
          .split(/\s+/)[0] ?? '',
    ),
  );
  return [
    ...new Set(
      names.map((name) =>
        name
          .replaceAll('"', '')
          .toLowerCase()
          .replace(/^\w+\./, ''),
      ),
    ),
  ];
}

/** The text of a string or template; what is filled in becomes a name that is no table. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map((span) => `_filled_${span.literal.text}`)].join('');
  return undefined;
}

/** True for SQL: it starts with a statement's word or names one at a line's start. Sentences for people do not. */
const isSql = (text: string): boolean =>
  looksLikeSql.test(text) &&
  /(?:^|\n|\()\s*(?:with|select|insert|update|delete|merge|truncate|lock|copy)\b/i.test(text) &&
  !/^[A-Z][a-z]+ .*[a-z]$/.test(text);

function foreign(names: readonly string[], room: string, tables: ReadonlyMap<string, Table>): string[] {
  return names.flatMap((name) => {
    const table = tables.get(name);
    return table && table.room !== room ? [`${name} of ${table.room}`] : [];
  });
}

/** Every reach from a room into tables that are not its own. */
export function findBreaches(sources: readonly Source[], tables: ReadonlyMap<string, Table>): Breach[] {
  const models = new Map([...tables.values()].map((table) => [table.model, table]));
  const breaches: Breach[] = [];
  for (const { path, room, text } of sources.filter((source) => !mayTouchAll(source.room))) {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, false);
    const report = (node: ts.Node, what: string): void => {
      breaches.push({ path, line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1, what });
    };
    const visit = (node: ts.Node): void => {
      const literal = textOf(node);
      if (literal !== undefined && isSql(literal))
        for (const what of foreign(tablesIn(literal), room, tables)) report(node, what);
      if (ts.isPropertyAccessExpression(node) && /(^|\.)records$/.test(node.expression.getText(file))) {
        const table = models.get(node.name.text);
        if (table && table.room !== room) report(node, `${table.name} of ${table.room}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return breaches;
}
