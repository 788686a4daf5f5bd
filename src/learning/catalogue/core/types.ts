import type { IsoDate, Period } from '../../../platform/dates';
import type { UpdateRule } from '../../../competence/core/types';

export type DeliveryMode =
  'Classroom' | 'VirtualClassroom' | 'OnlineSelfPaced' | 'OnlineScheduled' | 'OffSite' | 'Blended';

/** Anything with active dates; inclusive at both ends (DATE-2). */
export type Dated = { readonly activeFrom: IsoDate; readonly activeTo?: IsoDate | undefined };

/** ATT-1: a competence carried by a learning object of the catalogue. */
export type CompetenceAttachment = {
  readonly objectType: 'course' | 'offering' | 'learningPath' | 'certification';
  readonly objectId: string;
  readonly competenceId: string;
  /** Numeric step of the level awarded. */
  readonly level?: number | undefined;
  readonly validity?: Period | undefined;
  readonly updateRule?: UpdateRule | undefined;
};

/** ATT-5: when a certification's own competencies are awarded. */
export type CompetencyUpdateLevel = 'certification' | 'course';
