/** A value that a zod schema takes, for tests that walk all routes: ids come from the caller, the rest is made up. */
import type { z } from 'zod';

type Def = {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly values?: readonly unknown[];
  readonly format?: string;
};

const defOf = (schema: z.ZodType): Def => schema.def;
const takes = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

/** Texts that fit most fields of forms, tried in order. */
const texts = ['x', '1', '2026-01-01', 'yes', 'true', 'day', 'a@example.org', '80', '12:00'];

/**
 * @param idFor the id for a field of this name (where it stands: `object.id`), or undefined when nobody knows one
 * @param named optional fields of a name that says id or owner are filled too, as nothing else is
 */
export function sampleOf(schema: z.ZodType, idFor: (path: string) => string | undefined, path = ''): unknown {
  const def = defOf(schema);
  const inside = (inner: z.ZodType | undefined, more = ''): unknown =>
    inner === undefined ? undefined : sampleOf(inner, idFor, path + more);
  switch (def.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape ?? {}).flatMap(([name, field]) => {
          const value = sampleOf(field, idFor, path === '' ? name : `${path}.${name}`);
          return value === undefined ? [] : [[name, value]];
        }),
      );
    case 'optional':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'nullable':
      return mentionsIds(schema) ? inside(def.innerType) : undefined;
    case 'readonly':
    case 'nonoptional':
      return inside(def.innerType);
    case 'pipe':
      // `preprocess` is a pipe too: what it makes of a text is what counts.
      return def.in !== undefined && defOf(def.in).type === 'transform' ? inside(def.out) : inside(def.in);
    case 'array':
      return mentionsIds(schema) || !takes(schema, []) ? [inside(def.element)] : [];
    case 'union':
      return (def.options ?? []).map((option) => inside(option)).find((value) => takes(schema, value));
    case 'enum':
      return Object.values(def.entries ?? {})[0];
    case 'literal':
      return def.values?.[0];
    case 'number':
    case 'int':
      return [1, 0, 10, 80, '1'].find((value) => takes(schema, value));
    case 'boolean':
      return [false, 'false'].find((value) => takes(schema, value));
    case 'record':
      return {};
    default:
      return idFor(path) ?? texts.find((text) => takes(schema, text));
  }
}

/** Whether a uuid may stand anywhere in it. */
export function mentionsIds(schema: z.ZodType): boolean {
  const def = defOf(schema);
  if (def.type === 'string') return def.format === 'uuid' || def.format === 'guid';
  const inner = [
    def.innerType,
    def.in,
    def.out,
    def.element,
    ...(def.options ?? []),
    ...Object.values(def.shape ?? {}),
  ];
  return inner.some((one) => one !== undefined && mentionsIds(one));
}
