import type { Tx } from '../../platform/db';
import { findAttachments, type Attachment } from './attach-competences';
import { effectiveAttachments, type EffectiveAttachment } from './core/attachments';
import type { CompetenceAttachment } from './core/types';

export type Holder = {
  readonly ownerId: string;
  readonly id: string;
  readonly updateRule?: EffectiveAttachment['updateRule'] | undefined;
};
export type Effective = EffectiveAttachment & { readonly competenceOwnerId: string };

/** ATT-2: no approval unless an object asks for it. */
export const systemUpdateRule = 'AUTO_NO_APPROVAL';

/** ATT-1, ATT-2 for many completions in one query: each is a list of holders, nearest first (offering, course). */
export async function loadEffectiveAttachments(
  tx: Tx,
  completions: readonly (readonly Holder[])[],
): Promise<Effective[][]> {
  const holders = [...new Map(completions.flat().map((holder) => [holder.id, holder])).values()];
  const rows = await findAttachments(tx, holders);
  return completions.map((nearestFirst) => {
    const found = effectiveAttachments(
      nearestFirst.map((holder) => ({
        attachments: rows.filter((row) => row.objectId === holder.id).map(toCore),
        updateRule: holder.updateRule,
      })),
      systemUpdateRule,
    );
    return found.flatMap((each) => {
      const owner = rows.find((row) => row.competenceId === each.competenceId)?.competenceOwnerId;
      return owner === undefined ? [] : [{ ...each, competenceOwnerId: owner }];
    });
  });
}

function toCore(row: Attachment): CompetenceAttachment {
  return {
    objectType: row.objectType,
    objectId: row.objectId,
    competenceId: row.competenceId,
    level: row.levelStep ?? undefined,
    validity:
      row.validityN === null || row.validityUnit === null ? undefined : { n: row.validityN, unit: row.validityUnit },
    updateRule: row.updateRule ?? undefined,
  };
}
