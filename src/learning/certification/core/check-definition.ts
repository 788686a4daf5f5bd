import type { IsoDate, Period } from '../../../platform/dates';
import { comparePeriods, daysUntil, samePeriod } from '../../../platform/dates';
import { dueDate } from './dates';
import type { CertificationDefinition } from './types';

export type DefinitionFinding = {
  readonly severity: 'error' | 'warning';
  readonly code:
    | 'no-components'
    | 'component-repeated'
    | 'ends-before-it-starts'
    | 'length-not-positive'
    | 'validity-missing'
    | 'renewal-opening-missing'
    | 'completion-not-shorter-than-validity'
    | 'renewal-opens-before-validity'
    | 'completion-by-date'
    | 'renewal-opens-inside-amber-window'
    | 'competence-validity-differs'
    | 'renewal-length-missing';
  /** Which competence, for `competence-validity-differs`. */
  readonly competenceId?: string;
};

/** ATT-3: an attached competence; its own renewal counts where the attachment gives no validity. */
export type AttachedCompetence = {
  readonly competenceId: string;
  readonly validity?: Period | undefined;
  readonly renewalPeriod?: Period | undefined;
};

/**
 * What is wrong (errors refuse the save) or unwise (warnings) in a definition: CERT-1, CERT-2 lint, CERT-3, CERT-7, ATT-3, and
 * what §7.1.1 demands. Lengths are compared from 1 January 2025.
 */
export function checkDefinition(
  definition: CertificationDefinition,
  amberWindow: Period,
  attached: readonly AttachedCompetence[] = [],
): readonly DefinitionFinding[] {
  const { initialCompletion, validity, renewalOpens, components } = definition;
  const findings: DefinitionFinding[] = [];
  const when = (condition: boolean, severity: DefinitionFinding['severity'], code: DefinitionFinding['code']): void => {
    if (condition) findings.push({ severity, code });
  };
  const byDate = 'byDate' in initialCompletion;
  const before = renewalOpens?.kind === 'BEFORE_EXPIRY' ? ({ n: renewalOpens.days, unit: 'day' } as const) : undefined;
  const lengths = [byDate ? undefined : initialCompletion, validity, definition.renewalDuration].filter(
    (length) => length !== undefined,
  );
  const positive = lengths.every(isPositive) && (before === undefined || (Number.isInteger(before.n) && before.n >= 0));

  when(components.length === 0, 'error', 'no-components');
  when(new Set(components).size < components.length, 'error', 'component-repeated');
  when(
    definition.activeTo !== undefined && definition.activeTo < definition.activeFrom,
    'error',
    'ends-before-it-starts',
  );
  when(!positive, 'error', 'length-not-positive');
  when(definition.renewable && validity === undefined, 'error', 'validity-missing');
  when(definition.renewable && renewalOpens === undefined, 'error', 'renewal-opening-missing');
  if (positive && validity !== undefined) {
    when(!byDate && comparePeriods(initialCompletion, validity) >= 0, 'error', 'completion-not-shorter-than-validity');
    when(before !== undefined && comparePeriods(before, validity) > 0, 'error', 'renewal-opens-before-validity');
  }
  when(byDate, 'warning', 'completion-by-date');
  when(byDate && definition.renewable && definition.renewalDuration === undefined, 'warning', 'renewal-length-missing');
  when(
    definition.renewable && before !== undefined && positive && comparePeriods(before, amberWindow) < 0,
    'warning',
    'renewal-opens-inside-amber-window',
  );
  return [...findings, ...competenceMismatches(validity, attached)];
}

function isPositive(period: Period): boolean {
  return Number.isInteger(period.n) && period.n > 0;
}

/** ATT-3: competencies that would end on another day than the certificate. */
function competenceMismatches(
  validity: Period | undefined,
  attached: readonly AttachedCompetence[],
): DefinitionFinding[] {
  return attached.flatMap(({ competenceId, validity: own, renewalPeriod }): DefinitionFinding[] => {
    const length = own ?? renewalPeriod;
    const agrees = length === undefined || validity === undefined ? length === validity : samePeriod(length, validity);
    return agrees ? [] : [{ severity: 'warning', code: 'competence-validity-differs', competenceId }];
  });
}

/** CERT-4: true when an applicant subscribed today would be due before the expected start date; a warning. */
export function isDueBeforeStart(
  definition: Pick<CertificationDefinition, 'initialCompletion'>,
  today: IsoDate,
  expectedStart: IsoDate,
): boolean {
  return daysUntil(dueDate(today, definition.initialCompletion), today) < daysUntil(expectedStart, today);
}

export type ComponentChange =
  | { readonly ok: true; readonly appliesTo: 'later-periods' }
  | { readonly ok: false; readonly refusal: 'make-a-new-certification-or-confirm' };

/**
 * CERT-16: other components on a certification with subscribers need confirmation; a new certification is the better way.
 * When forced, running periods keep the components they opened with. A new order alone is no change.
 */
export function decideComponentChange(
  before: readonly string[],
  after: readonly string[],
  hasSubscribers: boolean,
  confirmed: boolean,
): ComponentChange {
  const same = before.length === after.length && before.every((courseId) => after.includes(courseId));
  if (same || !hasSubscribers || confirmed) return { ok: true, appliesTo: 'later-periods' };
  return { ok: false, refusal: 'make-a-new-certification-or-confirm' };
}
