/** What the library keeps, as its screens and callers see it. */
import type { CheckedPackage, Finding } from '../package';

/** checking and storing: under way. failed: our fault, not the package's. */
export type UploadStatus = 'checking' | 'storing' | 'accepted' | 'refused' | 'failed';

export type Upload = {
  readonly tenantId: string;
  readonly id: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly status: UploadStatus;
  readonly findings: readonly Finding[];
  /** What the author wants it to be called; absent = as the package says. */
  readonly title?: string;
  /** The object it is a new version of, or the one it became. */
  readonly learningObjectId?: string;
  readonly versionId?: string;
  /** Of the version it became. */
  readonly versionNumber?: number;
  readonly accountId?: string;
  readonly createdAt: Date;
  readonly finishedAt?: Date;
};

/** A row of the list. `ownerId` is the tenant that owns it; national objects are read by all. */
export type LearningObjectRow = {
  readonly ownerId: string;
  readonly id: string;
  readonly title: string;
  readonly versionNumber: number;
  readonly scormVersion: string;
  readonly activityCount: number;
  readonly sizeBytes: number;
  readonly updatedAt: Date;
};

export type VersionRow = {
  readonly id: string;
  readonly number: number;
  readonly scormVersion: string;
  readonly title: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly fileCount: number;
  readonly activityCount: number;
  readonly createdAt: Date;
};

/** One object with what its current version holds, and all its versions, newest first. */
export type LearningObject = {
  readonly ownerId: string;
  readonly id: string;
  readonly title: string;
  readonly version: number;
  readonly current: VersionRow & {
    readonly package: CheckedPackage;
    readonly findings: readonly Finding[];
    readonly sha256: string;
    readonly storeKey: string;
  };
  readonly versions: readonly VersionRow[];
};
