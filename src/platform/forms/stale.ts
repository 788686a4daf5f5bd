import type { Reply } from '../http/types';
import type { Typed } from './typed';

export type FieldChange = { readonly field: string; readonly before: unknown; readonly after: unknown };

/** The fields that differ, for the audit trail and for telling what somebody else changed. */
export function changedFields(before: object, after: object): FieldChange[] {
  const old = before as Readonly<Record<string, unknown>>;
  return Object.entries(after).flatMap(([field, value]: [string, unknown]) =>
    JSON.stringify(old[field] ?? null) === JSON.stringify(value ?? null)
      ? []
      : [{ field, before: old[field] ?? null, after: value ?? null }],
  );
}

/**
 * AUD-3: somebody saved in between. The form comes back (409) with what was typed and the new version, so that saving
 * again is a decision; the model's `theirs` says what changed.
 */
export function staleReply(view: string, model: object, typed: Typed, version: number, message: string): Reply {
  const values = Object.fromEntries(Object.entries(typed).filter(([name]) => name !== '_csrf'));
  return {
    kind: 'page',
    view,
    status: 409,
    model: {
      ...model,
      stale: true,
      form: { values: { ...values, version: String(version) }, errors: [{ field: '', message }] },
    },
  };
}
