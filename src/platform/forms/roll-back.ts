/** Thrown inside a transaction so that a refusal undoes what was written before it. */
export class RollBack<Refusal extends string = string> extends Error {
  override readonly name = 'RollBack';
  constructor(
    readonly refusal: Refusal,
    readonly more?: unknown,
  ) {
    super(refusal);
  }
}

/** What the transaction gave, or the refusal that undid it. Everything else is thrown on. */
export async function orRefusal<T>(
  work: Promise<T>,
): Promise<
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: string; readonly more: unknown }
> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    if (error instanceof RollBack) {
      const { refusal, more } = error as RollBack;
      return { ok: false, refusal, more };
    }
    throw error;
  }
}
