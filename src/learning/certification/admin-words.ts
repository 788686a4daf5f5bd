/** A certification's definition in words, and the example dates. */
import { settingsOf } from '../../people';
import type { Tx } from '../../platform/db';
import type { Messages } from '../../platform/page';
import { formatPeriod } from '../../platform/dates';
import type { ObjectKey } from '../../platform/forms';
import { type CertificationRecord } from './admin-queries';
import { exampleDates, type ExampleDates } from './core/example-dates';

export type CertificationAdminDeps = { readonly messages: Pick<Messages, 't' | 'has'> };

/** Address of a record. */
export const certificationPath = (key: ObjectKey): string => `/manage/certifications/${key.ownerId}/${key.id}`;

/** What a learner who subscribes today would meet, by this employer's settings. */
export async function datesOf(
  tx: Tx,
  tenantId: string,
  definition: CertificationRecord['definition'],
): Promise<ExampleDates | undefined> {
  const settings = (await settingsOf(tx, [tenantId])).get(tenantId);
  return settings && exampleDates(definition, settings, tx.today);
}

/** Line by line. */
export function definitionWords(
  definition: CertificationRecord['definition'],
  { t }: CertificationAdminDeps['messages'],
): { key: string; value: string }[] {
  const {
    initialCompletion: initial,
    validity,
    renewalOpens: opens,
    renewalDuration,
    notifyDaysBeforeExpire: notify,
  } = definition;
  const lines: [string, string | undefined][] = [
    [
      'initial',
      'byDate' in initial
        ? t('certification.words.by-date', { date: initial.byDate })
        : t('certification.words.within', { period: formatPeriod(initial) }),
    ],
    ['renewable', t(definition.renewable ? 'certification.words.renewable' : 'certification.words.one-time')],
    ['validity', validity === undefined ? t('certification.words.for-ever') : formatPeriod(validity)],
    ['validityStart', validity === undefined ? undefined : t(`certification.words.${definition.validityStart}`)],
    [
      'opens',
      opens === undefined
        ? undefined
        : opens.kind === 'BEFORE_EXPIRY'
          ? t('certification.words.opens-before', { days: opens.days })
          : t('certification.words.opens-immediately'),
    ],
    ['renewalDuration', renewalDuration && formatPeriod(renewalDuration)],
    ['notify', notify === undefined ? undefined : t('certification.words.notify', { days: notify })],
  ];
  return lines.flatMap(([key, value]) =>
    value === undefined ? [] : [{ key: t(`certification.words.key.${key}`), value }],
  );
}
