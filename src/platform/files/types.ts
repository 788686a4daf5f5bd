import type { Readable } from 'node:stream';

export type StoredFile = { readonly size: number };

/** Bytes from and to, both included. */
export type ByteRange = { readonly start: number; readonly end: number };

export type StoredChild = { readonly key: string; readonly changedAt: Date };

/** Files on their way into the store. Exactly one of `finish` and `abandon` must be called. Errors are those of `put`. */
export type FileBatch = {
  /** Takes all of the stream. Several may be under way at once. Durable after `finish` only. */
  readonly put: (name: string, from: Readable | Buffer) => Promise<StoredFile>;
  /** Gives a file of the store a second name in this batch, without copying where the disk can. */
  readonly putStored: (name: string, key: string) => Promise<void>;
  /** Durable, then visible. */
  readonly finish: () => Promise<void>;
  readonly abandon: () => Promise<void>;
};

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
  /** Many files that become visible together under `prefix/`, or not at all. */
  readonly startBatch: (prefix: string) => Promise<FileBatch>;
  /** What stands directly under `prefix/`, and since when. */
  readonly children: (prefix: string) => Promise<readonly StoredChild[]>;
  /** Removes half-written files and batches that nobody has touched since `before`. */
  readonly sweep: (before: Date) => Promise<void>;
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
