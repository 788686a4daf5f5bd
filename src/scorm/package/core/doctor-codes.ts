/** The findings of the package doctor (`core/doctor`), apart from those of the check itself. */
import type { Severity } from './types';

export const DOCTOR_SEVERITIES = {
  'version-speaks-2004': 'warning',
  'version-speaks-12': 'warning',
  'version-speaks-otherwise': 'warning',
  'asset-reports': 'warning',
  'prerequisites-unreadable': 'warning',
  'sequencing-delivers-nothing': 'warning',
  // Some rules are meant that way: a remedy, a part for later.
  'item-unreachable': 'info',
  'rule-objective-unknown': 'info',
  'objective-never-written': 'info',
} as const satisfies Record<string, Severity>;
