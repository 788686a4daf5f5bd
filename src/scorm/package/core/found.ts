/**
 * What a check can find, as codes. The sentences are in `messages.en.ts`; `findings.ts` joins both.
 */
import { DOCTOR_SEVERITIES } from './doctor-codes';
import type { Severity } from './types';

/** Every finding and how grave it is: an `error` refuses the package. */
export const SEVERITIES = {
  'zip-not-a-zip': 'error',
  'zip-truncated': 'error',
  'zip-damaged': 'error',
  'zip-empty': 'error',
  'zip-encrypted': 'error',
  'zip-method-unsupported': 'error',
  'zip-too-many-entries': 'error',
  'zip-too-big': 'error',
  'zip-bomb': 'error',
  'zip-overlap': 'error',
  'entry-outside': 'error',
  'entry-absolute': 'error',
  'entry-drive-letter': 'error',
  'entry-name-unusable': 'error',
  'entry-name-too-long': 'error',
  'entry-link': 'error',
  'entry-device': 'error',
  'entry-duplicate': 'error',
  'entry-file-and-folder': 'error',
  'entry-size-lies': 'error',
  'entry-damaged': 'error',
  'entry-case-duplicate': 'warning',
  'names-backslash': 'warning',
  'names-encoding-guessed': 'warning',
  'files-ignored': 'info',
  'manifest-missing': 'error',
  'standard-not-supported': 'error',
  'manifest-too-large': 'error',
  'manifest-not-well-formed': 'error',
  'manifest-doctype': 'error',
  'manifest-too-deep': 'error',
  'manifest-too-many-elements': 'error',
  'manifest-too-heavy': 'error',
  'manifest-grows': 'error',
  'manifest-not-a-manifest': 'error',
  'manifest-nothing-to-launch': 'error',
  'manifest-launch-files-missing': 'error',
  'manifest-in-folder': 'warning',
  'manifest-several': 'warning',
  'manifest-name-case': 'warning',
  'manifest-doctype-ignored': 'warning',
  'manifest-encoding-guessed': 'warning',
  'manifest-encoding': 'info',
  'manifest-prefix-undeclared': 'warning',
  'version-missing': 'warning',
  'version-unknown': 'warning',
  'version-contradicts': 'warning',
  'organisations-none': 'warning',
  'organisations-several': 'info',
  'organisation-default-broken': 'warning',
  'organisation-default-empty': 'warning',
  'title-missing': 'warning',
  'identifier-missing': 'warning',
  'identifier-duplicate': 'warning',
  'identifier-too-long': 'warning',
  'item-without-resource': 'warning',
  'item-resource-unknown': 'warning',
  'item-resource-not-launchable': 'warning',
  'item-hidden': 'info',
  'submanifest-used': 'info',
  'submanifest-loop': 'warning',
  'resource-type-missing': 'warning',
  'resources-assets-only': 'info',
  'dependency-unknown': 'warning',
  'launch-file-missing': 'warning',
  'launch-remote': 'warning',
  'launch-address-unusable': 'warning',
  'launch-outside': 'warning',
  'launch-type-unusual': 'warning',
  'launch-server-page': 'warning',
  'launch-flash': 'warning',
  'href-mended': 'warning',
  'file-missing': 'warning',
  'files-unlisted': 'info',
  'metadata-missing': 'warning',
  'sequencing-reference-unknown': 'warning',
  'value-invalid': 'warning',
  ...DOCTOR_SEVERITIES,
  'more-of-these': 'info',
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof SEVERITIES;

/** A finding before it is put into words. */
export type Found = {
  readonly code: FindingCode;
  /** `imsmanifest.xml:12`, a path inside the zip, or ''. */
  readonly where: string;
  readonly values?: Readonly<Record<string, string | number>>;
};

/** Takes findings down while a manifest is read. */
export type Notes = {
  /** Notes a finding at a line of the manifest. */
  readonly at: (line: number, code: FindingCode, values?: Found['values']) => void;
  /** Counts what is made of the manifest; throws `TooMuch` when references have made it grow beyond all measure. */
  readonly spend: (steps: number) => void;
  readonly found: Found[];
};

/** About three activities, rules or maps for each element a manifest may have. */
const MOST_STEPS = 300_000;

/** A small manifest that would become more than memory holds: many items that share long lists, for one. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

export function takeNotes(manifestPath: string): Notes {
  const found: Found[] = [];
  let spent = 0;
  return {
    found,
    spend: (steps) => {
      spent += steps;
      if (spent > MOST_STEPS) throw new TooMuch();
    },
    at: (line, code, values) => {
      const where = line > 0 ? `${manifestPath}:${line}` : manifestPath;
      found.push(values === undefined ? { code, where } : { code, where, values });
    },
  };
}
