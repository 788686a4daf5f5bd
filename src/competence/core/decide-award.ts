import type { IsoDate } from '../../platform/dates';
import { dayBefore, earliest, maxDate } from '../../platform/dates';
import type { Award, ElementChange, ElementFact, HeldElement } from './types';

export type AwardDecision =
  | { readonly ok: true; readonly changes: readonly ElementChange[] }
  | { readonly ok: false; readonly refusal: 'ends-before-it-starts' };

/** A row while it is being decided; without an identity it is new. */
type Draft = { readonly row?: HeldElement; readonly fact: ElementFact };

/**
 * COMP-6, COMP-7, COMP-9, ATT-6: what an award changes among the elements that one person has of one competence.
 *
 * A row that starts later ends the one before it on the day before; one that starts earlier becomes history and
 * leaves the open row alone; one of the same day corrects the row in place; the same key again updates its row.
 * An award that is already there changes nothing. `existing` holds current facts, in any order.
 */
export function decideAward(existing: readonly HeldElement[], award: Award): AwardDecision {
  if (award.ownDateTo !== undefined && award.ownDateTo < award.dateFrom)
    return { ok: false, refusal: 'ends-before-it-starts' };

  const sameKey = existing.find((row) => row.key === award.key);
  if (sameKey && sameKey.reversed !== true && sameKey.dateFrom === award.dateFrom) {
    return settle(existing, replaced(existing, sameKey, { ...factOf(sameKey), ...awardOf(award) }));
  }
  const beneath = existing.find(
    (row) => row.reversed !== true && (row.beneath ?? []).some((other) => other.key === award.key),
  );
  if (beneath && beneath.dateFrom === award.dateFrom) {
    const corrected = (beneath.beneath ?? []).map((other) => (other.key === award.key ? award : other));
    return settle(existing, replaced(existing, beneath, { ...factOf(beneath), beneath: corrected }));
  }
  // The key moves to another day: it leaves the day where it was, then lands like a new award on its own row.
  const others = existing.filter((row) => row !== sameKey).map((row) => ({ row, fact: without(row, award.key) }));
  const sameDay = others.find(({ fact }) => fact.reversed !== true && fact.dateFrom === award.dateFrom);
  const left = sameKey && sameKey.reversed !== true ? liftBeneath(sameKey) : undefined;

  if (sameDay) {
    const corrected: ElementFact = { ...award, beneath: [...(sameDay.fact.beneath ?? []), awardOf(sameDay.fact)] };
    const drafts = others.map((draft) => (draft === sameDay ? { row: draft.row, fact: corrected } : draft));
    return settle(existing, left && sameKey ? [...drafts, { row: sameKey, fact: left }] : drafts);
  }
  // What stayed beneath on the old day keeps the old row; only then does the award need a row of its own.
  if (left && sameKey) return settle(existing, [...others, { row: sameKey, fact: left }, { fact: award }]);
  return settle(existing, [...others, sameKey ? { row: sameKey, fact: award } : { fact: award }]);
}

/**
 * ATT-7: what changes when the completion behind a key is taken back. A row that never became effective goes; one
 * that did stays as a compensating entry that counts for nothing, ending today at the latest. The row before it gets
 * back the end it had, as far as later rows leave room. An unknown key changes nothing.
 */
export function decideReversal(
  existing: readonly HeldElement[],
  key: string,
  today: IsoDate,
): readonly ElementChange[] {
  const drafts: Draft[] = existing.flatMap((row): Draft[] => {
    if (row.reversed === true) return [{ row, fact: factOf(row) }];
    if (row.key !== key) return [{ row, fact: without(row, key) }];
    const lifted = liftBeneath(row);
    if (lifted) return [{ row, fact: lifted }];
    if (row.dateFrom > today) return [];
    const dateTo = earliest(row.dateTo, maxDate(today, row.dateFrom));
    return [{ row, fact: { ...factOf(row), reversed: true, dateTo } }];
  });
  return changesBetween(existing, cutShort(drafts));
}

/** The award that comes to light when the one above it on the same day goes. */
function liftBeneath(row: HeldElement): ElementFact | undefined {
  const top = row.beneath?.at(-1);
  return top && { ...top, beneath: row.beneath?.slice(0, -1) };
}

function without(row: HeldElement, key: string): ElementFact {
  const fact = factOf(row);
  return fact.beneath?.some((other) => other.key === key)
    ? { ...fact, beneath: fact.beneath.filter((other) => other.key !== key) }
    : fact;
}

function replaced(existing: readonly HeldElement[], target: HeldElement, fact: ElementFact): Draft[] {
  return existing.map((row) => (row === target ? { row, fact } : { row, fact: factOf(row) }));
}

function settle(existing: readonly HeldElement[], drafts: readonly Draft[]): AwardDecision {
  return { ok: true, changes: changesBetween(existing, cutShort(drafts)) };
}

/** COMP-6, COMP-7: every row ends at the earlier of its own end and the day before the next row. */
function cutShort(drafts: readonly Draft[]): Draft[] {
  const live = drafts
    .filter(({ fact }) => fact.reversed !== true)
    .sort((a, b) => (a.fact.dateFrom < b.fact.dateFrom ? -1 : 1));
  const cut = live.map(({ row, fact }, index): Draft => {
    const next = live[index + 1];
    const dateTo = earliest(fact.ownDateTo, next && dayBefore(next.fact.dateFrom));
    return row ? { row, fact: { ...fact, dateTo } } : { fact: { ...fact, dateTo } };
  });
  return [...cut, ...drafts.filter(({ fact }) => fact.reversed === true)];
}

/** Ends and removals first, so that no moment of applying them in order holds two open rows. */
function changesBetween(existing: readonly HeldElement[], drafts: readonly Draft[]): ElementChange[] {
  const removed = existing
    .filter((row) => !drafts.some((draft) => draft.row === row))
    .map((row) => ({ supersede: { elementId: row.elementId, version: row.version } }));
  const changed = drafts.flatMap(({ row, fact }): ElementChange[] =>
    row && !sameFact(row, fact)
      ? [{ supersede: { elementId: row.elementId, version: row.version }, insert: tidy(fact) }]
      : [],
  );
  const added = drafts.flatMap(({ row, fact }): ElementChange[] => (row ? [] : [{ insert: tidy(fact) }]));
  return [...removed, ...changed, ...added];
}

function awardOf({ key, dateFrom, ownDateTo, level, status, provenance }: Award): Award {
  return { key, dateFrom, ownDateTo, level, status, provenance };
}

function factOf(row: HeldElement): ElementFact {
  return { ...awardOf(row), dateTo: row.dateTo, reversed: row.reversed, beneath: row.beneath };
}

/** Facts carry no empty fields, so that a fact read back equals the fact written. */
function tidy(fact: ElementFact): ElementFact {
  const { beneath, ...rest } = fact;
  const kept = Object.entries(rest).filter(([, value]) => value !== undefined && value !== false);
  const base = Object.fromEntries(kept) as unknown as ElementFact;
  return beneath && beneath.length > 0 ? { ...base, beneath: beneath.map((award) => tidy(award)) } : base;
}

function sameAward(a: Award, b: Award): boolean {
  return (
    a.key === b.key &&
    a.dateFrom === b.dateFrom &&
    a.ownDateTo === b.ownDateTo &&
    a.level === b.level &&
    (a.status ?? 'Achieved') === (b.status ?? 'Achieved')
  );
}

/** Provenance is told by the key; a difference in it alone (an approver, say) is no new fact. */
function sameFact(a: ElementFact, b: ElementFact): boolean {
  const [under, over] = [a.beneath ?? [], b.beneath ?? []];
  return (
    sameAward(a, b) &&
    a.dateTo === b.dateTo &&
    (a.reversed ?? false) === (b.reversed ?? false) &&
    under.length === over.length &&
    under.every((award, index) => over[index] !== undefined && sameAward(award, over[index]))
  );
}
