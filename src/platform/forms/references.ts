import { z } from 'zod';

/** One object of one tenant. */
export type ObjectKey = { readonly ownerId: string; readonly id: string };

/** Parameters of `/…/:owner/:id`; what is no id does not exist. */
export const objectParams = z.object({ owner: z.uuid(), id: z.uuid() });

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const pattern = new RegExp(`^(${uuid})\\.(${uuid})$`);

/** `<owner>.<id>`. */
export const referenceOf = (key: ObjectKey): string => `${key.ownerId}.${key.id}`;

/** Undefined for anything that is no reference. */
export function readReference(text: unknown): ObjectKey | undefined {
  const found = typeof text === 'string' ? pattern.exec(text.toLowerCase()) : null;
  return found?.[1] !== undefined && found[2] !== undefined ? { ownerId: found[1], id: found[2] } : undefined;
}

/** The references among texts, each once, in order. */
export function readReferences(texts: readonly string[]): ObjectKey[] {
  return [...new Set(texts)].flatMap((text) => readReference(text) ?? []);
}
