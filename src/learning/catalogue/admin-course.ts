/** What the pages of a course share: its address, and whose it is. */
import type { z } from 'zod';
import { Problem, type Request } from '../../platform/http';
import type { Messages } from '../../platform/page';
import type { objectParams } from '../../platform/forms';
import { type ObjectKey } from '../../platform/forms';
import { findCourseRecord, type CourseRecord } from './admin-queries';

export type CatalogueAdminDeps = { readonly messages: Pick<Messages, 't' | 'has'> };

export const coursesHome = '/manage/courses';
export const coursePath = (course: ObjectKey): string => `${coursesHome}/${course.ownerId}/${course.id}`;

export type OwnRequest = Request<z.output<typeof objectParams>>;

/** @throws Problem `not-found` for what another tenant owns, the national body included: it is read, not changed */
export function requireOwn(request: OwnRequest): ObjectKey {
  const { owner, id } = request.params;
  if (owner !== request.who().tenantId) throw new Problem('not-found');
  return { ownerId: owner, id };
}

/** @throws Problem `not-found` */
export async function requireCourse(request: Pick<Request, 'inTransaction'>, key: ObjectKey): Promise<CourseRecord> {
  const course = await request.inTransaction((tx) => findCourseRecord(tx, key));
  if (!course) throw new Problem('not-found');
  return course;
}
