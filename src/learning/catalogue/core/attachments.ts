import type { UpdateRule } from '../../../competence/core/types';
import type { CompetenceAttachment } from './types';

/** An object of the catalogue with the competencies attached to it and its own update rule (ATT-2). */
export type AttachmentHolder = {
  readonly attachments: readonly CompetenceAttachment[];
  readonly updateRule?: UpdateRule | undefined;
};

export type EffectiveAttachment = CompetenceAttachment & { readonly updateRule: UpdateRule };

/**
 * ATT-1, ATT-2: the competencies that a completion awards, each once, with the rule that applies. `nearestFirst` runs from
 * the offering to its course; a path or certification stands alone. For one competence the nearest attachment counts, with
 * its own level and validity; its rule is its own, else that of the nearest object that has one, else the default.
 */
export function effectiveAttachments(
  nearestFirst: readonly AttachmentHolder[],
  systemDefault: UpdateRule,
): readonly EffectiveAttachment[] {
  const found = new Map<string, EffectiveAttachment>();
  // A setting on the offering is nearer to this completion than one on the course, whichever carries the competence.
  const inherited = nearestFirst.find((holder) => holder.updateRule !== undefined)?.updateRule;
  for (const holder of nearestFirst) {
    for (const attachment of holder.attachments) {
      if (found.has(attachment.competenceId)) continue;
      found.set(attachment.competenceId, {
        ...attachment,
        updateRule: attachment.updateRule ?? inherited ?? systemDefault,
      });
    }
  }
  return [...found.values()];
}
