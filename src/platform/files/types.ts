import type { Readable } from 'node:stream';

export type StoredFile = { readonly size: number };

/** Bytes from and to, both included. */
export type ByteRange = { readonly start: number; readonly end: number };

/**
 * Where uploaded bytes live, by key. Small on purpose: an object store can stand in for the disk.
 * A key is path-like, lower case, our own (`versions/<id>/files/<hash>`), never a name somebody uploaded.
 */
export type FileStore = {
  /**
   * Writes all of the stream, durably, then makes it visible at once; a stream that fails leaves nothing behind.
   * @throws Problem `too-large` past `maxBytes`, `disk-full`, `upload-cut-off` when the stream ends early
   */
  readonly put: (key: string, from: Readable, options?: { readonly maxBytes?: number }) => Promise<StoredFile>;
  /** Size, or undefined when there is no such file. */
  readonly find: (key: string) => Promise<StoredFile | undefined>;
  /** Reads all or a range. Errors when the file is not there come from the stream. */
  readonly read: (key: string, range?: ByteRange) => Readable;
  readonly delete: (key: string) => Promise<void>;
  /** Deletes everything under `prefix/`. */
  readonly deleteAll: (prefix: string) => Promise<void>;
  /** Throws Problem `disk-full` unless so many bytes are free (and a reserve beside them). */
  readonly requireSpace: (bytes: number) => Promise<void>;
  /** Throws when nothing can be written (readiness). */
  readonly check: () => Promise<void>;
  /** A local path of a stored file, for readers that need to seek (zip); undefined when the store is not a disk. */
  readonly localPath: (key: string) => string | undefined;
};
