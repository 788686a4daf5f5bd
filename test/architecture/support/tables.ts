/** Which room owns which table: prisma/schema/<room with dashes>.prisma. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listFiles, root } from './sources';

/** `model` as it is written after `tx.records.`. */
export type Table = { readonly name: string; readonly model: string; readonly room: string };

/** Rooms that are two folders deep; their schema file has a dash where the path has a slash. */
const roomOfSchema = (file: string): string => file.replace(/^(scorm|learning)-/, '$1/');

export function readTables(): ReadonlyMap<string, Table> {
  const tables = new Map<string, Table>();
  for (const path of listFiles('prisma/schema', ['.prisma'])) {
    const room = roomOfSchema(basename(path, '.prisma'));
    const text = readFileSync(join(root, path), 'utf8');
    for (const [, model = '', body = ''] of text.matchAll(/^model\s+(\w+)\s*\{([\s\S]*?)^\}/gm)) {
      const name = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? model;
      if (tables.has(name)) throw new Error(`Two models are the table ${name}`);
      tables.set(name, { name, model: model.charAt(0).toLowerCase() + model.slice(1), room });
    }
  }
  return tables;
}
