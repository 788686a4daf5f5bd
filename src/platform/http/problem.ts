/** THE table of what can go wrong, and the error that carries a code of it. */
import type { FormError, MessageValues } from '../page/types';

/** Code -> HTTP status. Sentences are `http.problem.<code>.title` and `.detail` in `messages.en.ts`. */
export const problemCodes = {
  invalid: 400,
  'upload-cut-off': 400,
  'not-signed-in': 401,
  forbidden: 403,
  'cross-origin': 403,
  'form-expired': 403,
  'service-worker': 403,
  'not-found': 404,
  conflict: 409,
  /** The row changed since the form was opened. */
  stale: 409,
  /** A refusal the business expects; `detail` says which. */
  refused: 409,
  gone: 410,
  'too-large': 413,
  'unsupported-media-type': 415,
  misdirected: 421,
  'too-many-requests': 429,
  internal: 500,
  'database-away': 503,
  'disk-full': 507,
} as const;

export type ProblemCode = keyof typeof problemCodes;

export type ProblemOptions = {
  /** Message key that says more than the code's own detail. */
  readonly detail?: string;
  readonly values?: MessageValues;
  /** The refusal's own code, for scripts. */
  readonly refusal?: string;
  /** Input name or path in the body -> message key or sentence. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
};

/** Thrown for everything that is not a refusal the business expects. One middleware turns it into an answer. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly code: ProblemCode,
    readonly options: ProblemOptions = {},
  ) {
    super(
      options.detail === undefined ? code : `${code}: ${options.detail}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
  }
  get status(): number {
    return problemCodes[this.code];
  }
}

/** Brings a form back with its error summary and what was typed: the view gets `form: FormState`. */
export class FormProblem extends Error {
  override readonly name = 'FormProblem';
  constructor(
    readonly form: { readonly fields: Readonly<Record<string, string>>; readonly view: string; readonly model: object },
  ) {
    super('invalid form');
  }
  get errors(): readonly FormError[] {
    return Object.entries(this.form.fields).map(([field, message]) => ({ field, message }));
  }
}

/** Any thrown thing as a `Problem`; what is not known becomes `internal` with its cause kept for the log. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof FormProblem) return new Problem('invalid', { fields: error.form.fields });
  const { type, status, code, name } = (error ?? {}) as {
    type?: string;
    status?: number;
    code?: string;
    name?: string;
  };
  // Body parser's own words.
  if (type === 'entity.too.large' || type === 'parameters.too.many') return new Problem('too-large', { cause: error });
  if (type === 'encoding.unsupported' || type === 'charset.unsupported')
    return new Problem('unsupported-media-type', { cause: error });
  if (status === 400 && typeof type === 'string') return new Problem('invalid', { cause: error });
  if (error instanceof URIError) return new Problem('not-found', { cause: error });
  if (name === 'DatabaseAway' || isConnectionFault(code))
    return new Problem('database-away', { retryAfterSeconds: 5, cause: error });
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Problem('disk-full', { cause: error });
  return new Problem('internal', { cause: error });
}

/** Codes of Node and PostgreSQL that mean: not there, not yet there, or no longer there. */
function isConnectionFault(code: string | undefined): boolean {
  return code !== undefined && /^(ECONNREFUSED|ECONNRESET|EPIPE|57P0[123]|08\d\d\d|53300)$/.test(code);
}
