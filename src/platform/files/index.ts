/** Uploaded bytes by key. */
export { openDiskStore, type DiskStoreOptions } from './disk-store';
export type { ByteRange, FileStore, StoredFile } from './types';
