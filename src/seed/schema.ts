/** What a file for `apply` may say. Names identify: of a tenant its code, within a tenant a name, title or username. */
import { z } from 'zod';
import { isIsoDate, type IsoDate } from '../platform/dates';
import { isProfile } from '../people';
import { applyMessages as say } from './messages.en';

const name = z.string(say.text).trim().min(1, say.empty).max(300, say.tooLong);
const longText = z.string(say.text).max(20_000, say.tooLong);
const date = z.custom<IsoDate>((value) => isIsoDate(value), say.date);
const code = z.string(say.text).regex(/^\d{3}$/, say.code);
const username = z
  .string(say.text)
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@-]{0,99}$/, say.username);
const period = z.strictObject({
  n: z.int(say.whole).min(1, say.whole),
  unit: z.enum(['day', 'week', 'month', 'year'], say.unit),
});
const personTypes = ['Employee', 'Applicant', 'ContingentWorker', 'ExternalLearner', 'ExEmployee'] as const;

/** A thing of a tenant, by name; without a tenant: the own one first, then the national one. */
const reference = z.union([name, z.strictObject({ tenant: code, name })], say.reference);
const updateRule = z.enum(['AUTO_AFTER_APPROVAL', 'AUTO_NO_APPROVAL', 'NONE', 'NOTIFY_MANUAL'], say.choice);
const attachment = z.union(
  [
    name,
    z.strictObject({ tenant: code.optional(), name, validity: period.optional(), updateRule: updateRule.optional() }),
  ],
  say.reference,
);
const active = { activeFrom: date.optional(), activeTo: date.optional() };

const tenant = z.strictObject({ code, name, kind: z.enum(['national', 'employer'], say.choice).default('employer') });
const organisation = z.strictObject({
  tenant: code,
  name,
  type: name.optional(),
  parent: name.optional(),
  dateFrom: date.optional(),
});
const position = z.strictObject({
  tenant: code,
  title: name,
  organisation: name,
  jobRole: name,
  staffGroup: name.default('Other'),
  dateFrom: date.optional(),
});
const person = z.strictObject({
  tenant: code,
  firstName: name,
  lastName: name,
  dateOfBirth: date.optional(),
  email: z.email(say.email).optional(),
  nhsUniqueId: name.optional(),
  employmentStart: date.optional(),
  personType: z.enum(personTypes, say.choice).default('Employee'),
  dateFrom: date.optional(),
});
const assignment = z.strictObject({
  tenant: code,
  person: name,
  position: name,
  manager: name.optional(),
  status: name.optional(),
  primary: z.boolean(say.yesNo).default(true),
  dateFrom: date.optional(),
  dateTo: date.optional(),
});
const account = z.strictObject({
  tenant: code,
  username,
  displayName: name.optional(),
  person: name.optional(),
  password: z.string(say.text).min(8, say.password).max(1000, say.tooLong).optional(),
  profiles: z.array(z.string(say.text).refine(isProfile, say.profile), say.list).default([]),
});
const competence = z.strictObject({
  tenant: code,
  name,
  title: name.optional(),
  description: longText.optional(),
  framework: name.optional(),
  renewal: period.optional(),
  illustrative: z.boolean(say.yesNo).default(false),
  dateFrom: date.optional(),
});
const course = z
  .strictObject({
    tenant: code,
    title: name,
    description: longText.optional(),
    objectives: longText.optional(),
    keywords: z.array(name, say.list).optional(),
    minutes: z.int(say.whole).min(1, say.whole).optional(),
    package: name.optional(),
    learningObject: z.strictObject({ tenant: code.optional(), title: name }).optional(),
    completionRule: z.enum(['STATUS', 'MASTERY', 'ON_EXIT'], say.choice).optional(),
    masteryScore: z.number(say.percent).min(0, say.percent).max(100, say.percent).optional(),
    certificationOnly: z.boolean(say.yesNo).default(false),
    competencies: z.array(attachment, say.list).default([]),
    ...active,
  })
  .refine((each) => each.package === undefined || each.learningObject === undefined, {
    message: say.oneSource,
    path: ['learningObject'],
  });
const certification = z.strictObject({
  tenant: code,
  title: name,
  description: longText.optional(),
  courses: z.array(reference, say.list).min(1, say.oneCourse),
  initialCompletion: z.union([period, z.strictObject({ byDate: date })], say.period).default({ n: 30, unit: 'day' }),
  renewable: z.boolean(say.yesNo).default(true),
  validity: period.optional(),
  validityStart: z.enum(['ACTUAL_COMPLETION', 'DUE_DATE'], say.choice).optional(),
  renewalOpensDays: z
    .union([z.int(say.whole).min(0, say.whole), z.literal('immediately')], say.renewalOpens)
    .default(90),
  renewalDuration: period.optional(),
  notifyDays: z.int(say.whole).min(0, say.whole).optional(),
  competencyUpdateLevel: z.enum(['certification', 'course'], say.choice).optional(),
  competencies: z.array(attachment, say.list).default([]),
  ...active,
});
const path = z.strictObject({
  tenant: code,
  title: name,
  description: longText.optional(),
  target: z
    .union([z.strictObject({ days: z.int(say.whole).min(1, say.whole) }), z.strictObject({ onDate: date })], say.target)
    .optional(),
  sections: z
    .array(
      z.strictObject({
        title: name,
        rule: z.enum(['ALL_MANDATORY', 'N_OF', 'OPTIONAL'], say.choice).default('ALL_MANDATORY'),
        n: z.int(say.whole).min(1, say.whole).optional(),
        courses: z.array(reference, say.list).min(1, say.oneCourse),
      }),
      say.list,
    )
    .min(1, say.oneSection),
  competencies: z.array(attachment, say.list).default([]),
  ...active,
});

const list = <T extends z.ZodType>(each: T) => z.array(each, say.list).default([]);

export const applySchema = z.strictObject({
  /** For people who read the file. */
  note: longText.optional(),
  tenants: list(tenant),
  organisations: list(organisation),
  positions: list(position),
  people: list(person),
  accounts: list(account),
  assignments: list(assignment),
  competencies: list(competence),
  /** Not supported yet: accepted, and said so. */
  requirements: list(z.unknown()),
  courses: list(course),
  certifications: list(certification),
  paths: list(path),
});

export type ApplyFile = z.output<typeof applySchema>;
export type Reference = z.output<typeof reference>;
export type AttachmentReference = z.output<typeof attachment>;

/** One thing wrong with the file; `path` such as `courses[2].title`. */
export type Fault = { readonly path: string; readonly problem: string };

/** The file as it will be applied, or everything wrong with its form. */
export function readApplyFile(
  content: unknown,
): { readonly ok: true; readonly file: ApplyFile } | { readonly ok: false; readonly faults: readonly Fault[] } {
  const parsed = applySchema.safeParse(content);
  if (parsed.success) return { ok: true, file: parsed.data };
  return {
    ok: false,
    faults: parsed.error.issues.map((issue) => ({ path: pathOf(issue.path), problem: problemOf(content, issue) })),
  };
}

function problemOf(content: unknown, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return say.unknownKeys(issue.keys);
  if (missing(content, issue.path)) return say.missing;
  return issue.code === 'invalid_type' && issue.expected === 'object' ? say.object : issue.message;
}

function missing(content: unknown, where: readonly PropertyKey[]): boolean {
  let at: unknown = content;
  for (const step of where)
    at = typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined;
  return at === undefined;
}

function pathOf(where: readonly PropertyKey[]): string {
  const text = where.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text === '' ? say.wholeFile : text.replace(/^\./, '');
}
