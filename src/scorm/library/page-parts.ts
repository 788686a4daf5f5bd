/** What the library's pages share: addresses, guards, the upload box. */
import { z } from 'zod';
import type { Tx } from '../../platform/db';
import { Problem, type Reply, type Request, type SignedIn } from '../../platform/http';
import { sizeInWords } from '../../platform/page';
import { findLearningObject } from './queries';
import type { Trial } from './describe-trial';
import type { ReceiveDeps } from './receive-package';
import type { LearningObject } from './types';

export type StartPreview = (
  request: Request,
  object: { readonly ownerId: string; readonly objectId: string },
) => Promise<Reply>;

/** What the content said when somebody of this tenant last tried that version out. */
export type FindTrial = (
  tx: Tx,
  version: { readonly ownerId: string; readonly versionId: string },
) => Promise<Trial | undefined>;

export type LibraryPageDeps = ReceiveDeps & {
  readonly startPreview: StartPreview;
  /** There are reports in this process to lead to; an adapter has none. */
  readonly reports?: boolean;
  readonly findTrial: FindTrial;
};

export const access = { permission: 'content.manage' } as const;
/** Whoever has it is shown the way from content to a course. */
const courseEditing = 'catalogue.edit';
export const home = '/manage/content';
export const views = 'scorm/library/views';
export const objectParams = z.object({ owner: z.uuid(), id: z.uuid() });

type ObjectKey = { readonly ownerId: string; readonly id: string };

export const objectPath = ({ ownerId, id }: ObjectKey): string => `${home}/${ownerId}/${id}`;
export const uploadPath = (id: string): string => `${home}/uploads/${id}`;

/** Where to go to put it into a course; undefined for those who may not. */
export const useHref = (who: SignedIn, { ownerId, id }: ObjectKey): string | undefined =>
  who.permissions.has(courseEditing) ? `/manage/courses/new?object=${ownerId}.${id}` : undefined;

/** The model of the box that takes a file: for new content, or for a version of that object. */
export function uploadBox({ maxUploadBytes }: Pick<ReceiveDeps, 'maxUploadBytes'>, object?: ObjectKey): object {
  const api = '/api/v1/learning-objects';
  return {
    action: object === undefined ? `${home}/uploads` : `${objectPath(object)}/versions`,
    api: object === undefined ? api : `${api}/${object.ownerId}/${object.id}/versions`,
    forVersion: object !== undefined,
    maxBytes: maxUploadBytes,
    limit: sizeInWords(maxUploadBytes),
  };
}

type ObjectRequest = Request<z.output<typeof objectParams>>;

/** @throws Problem `not-found` also for an object that another tenant owns */
export async function requireObject(request: ObjectRequest): Promise<LearningObject> {
  const found = await request.inTransaction((tx) => findLearningObject(tx, request.params.owner, request.params.id));
  if (found === undefined) throw new Problem('not-found');
  return found;
}

/** National objects are there to be read: what would change them is not. */
export function requireOwn(request: ObjectRequest): void {
  if (request.params.owner !== request.who().tenantId) throw new Problem('not-found');
}
