/** Uploaded bytes by key. */
export { openDiskStore, type DiskStoreOptions } from './disk-store';
export type { ByteRange, FileBatch, FileStore, StoredChild, StoredFile } from './types';
