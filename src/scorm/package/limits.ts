/** How much a package may be. Sizes in bytes. The defaults leave real packages a wide margin. */
export type PackageLimits = {
  readonly maxEntries: number;
  /** All files together, unpacked. */
  readonly maxTotalBytes: number;
  readonly maxFileBytes: number;
  /** Unpacked to packed size of one file, judged from `ratioFromBytes` on; of the whole from five times that. */
  readonly maxRatio: number;
  readonly ratioFromBytes: number;
  readonly maxNameBytes: number;
  readonly maxManifestBytes: number;
  readonly maxManifestDepth: number;
  readonly maxManifestElements: number;
  /** Memory and time of the worker that parses the manifest. */
  readonly parserMemoryMb: number;
  readonly parserMilliseconds: number;
};

export const DEFAULT_LIMITS: PackageLimits = {
  maxEntries: 50_000,
  maxTotalBytes: 4 * 1024 ** 3,
  maxFileBytes: 2 * 1024 ** 3,
  maxRatio: 200,
  ratioFromBytes: 10 * 1024 ** 2,
  maxNameBytes: 1_000,
  maxManifestBytes: 4 * 1024 ** 2,
  maxManifestDepth: 200,
  maxManifestElements: 100_000,
  parserMemoryMb: 256,
  parserMilliseconds: 20_000,
};
