/** Every route is declared once with these words; `route-registry` does the rest. */
import type { z } from 'zod';
import type { Tx } from '../db/types';

/** A permission key of DOMAIN §8.4, or one of ours; the list is data in `people`. */
export type Permission = string;

export type SignedIn = {
  readonly accountId: string;
  readonly sessionId: string;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly national: boolean;
  readonly personId?: string;
  readonly displayName: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly csrfToken: string;
};

export type Access =
  'public' | 'signed-in' | { readonly permission: Permission } | { readonly anyOf: readonly Permission[] };

export type Reply =
  /** Renders a view inside the frame. */
  | ({ readonly kind: 'page'; readonly view: string; readonly model: object; readonly status?: number } & ReplyExtras)
  | ({ readonly kind: 'redirect'; readonly to: string; readonly flash?: Flash } & ReplyExtras)
  | ({ readonly kind: 'json'; readonly body: unknown; readonly status?: number } & ReplyExtras)
  | {
      readonly kind: 'stream';
      readonly headers: Readonly<Record<string, string>>;
      readonly pipe: (to: NodeJS.WritableStream) => Promise<void>;
    };

export type ReplyExtras = {
  readonly headers?: Readonly<Record<string, string>>;
  /** `Set-Cookie` values, as `setCookie` of platform/auth writes them. */
  readonly cookies?: readonly string[];
};

/** Shown once at the top of the next page: a message key and its values, or an error summary with what was typed. */
export type Flash = {
  readonly tone: 'success' | 'error';
  readonly message: string;
  readonly values?: Readonly<Record<string, string | number>>;
};

export type Request<P = unknown, Q = unknown, B = unknown> = {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly id: string;
  /** Address of the client, TRUST_PROXY applied. Personal: for rate limits, never for logs. */
  readonly address: string;
  /** Throws a 401 problem on public routes when nobody is signed in. */
  readonly who: () => SignedIn;
  readonly maybeWho: SignedIn | undefined;
  /** A transaction in the signed-in tenant, as the signed-in actor (`self` unless said otherwise). */
  readonly inTransaction: <T>(
    work: (tx: Tx) => Promise<T>,
    options?: {
      readonly as?: 'self' | 'manager' | 'admin';
      readonly tenant?: string | 'all';
      readonly dryRun?: boolean;
      /** See `Scope`. */
      readonly atOnce?: true;
      readonly keepPlans?: true;
    },
  ) => Promise<T>;
  readonly raw: import('node:http').IncomingMessage;
};

export type Route<P extends z.ZodType = z.ZodType, Q extends z.ZodType = z.ZodType, B extends z.ZodType = z.ZodType> = {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Express path; `/api/v1/...` for the API. */
  readonly path: string;
  readonly kind: 'page' | 'api';
  readonly access: Access;
  /** One line for OpenAPI and for the reader. */
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** 'stream' leaves the body unread (uploads). */
  readonly bodyKind?: 'form' | 'json' | 'stream';
  readonly answer?: z.ZodType;
  /** `machine`: called by another server, which signs what it sends; where a browser says it comes from decides nothing. */
  readonly caller?: 'browser' | 'machine';
  /**
   * Pages: brings the form back when `body` does not fit its schema. `fields` are input names and message keys
   * (what the schema gives as its messages). Without it people see an error page with the list of faults.
   */
  readonly onInvalid?: (
    request: Request<z.output<P>, z.output<Q>, unknown>,
    fields: Readonly<Record<string, string>>,
  ) => Promise<Reply>;
  readonly run: (request: Request<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Reply>;
};
