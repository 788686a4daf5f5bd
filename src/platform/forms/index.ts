/**
 * What people type and ask for on pages: lists with search, sort and pages, dates in three boxes, references to objects.
 *
 * Typed: everything of a form as text. Reference: `<owner>.<id>`, one object of one tenant in one value.
 */
export { datePartsOf, readDate, type ReadDate } from './typed-dates';
export { listOf, listQuery, pageSize, pagesOf, type ListQuery } from './lists';
export { many, one, type Typed } from './typed';
export { objectParams, referenceOf, readReference, readReferences, type ObjectKey } from './references';
export { readNumber, readPeriod, type ReadPeriod } from './numbers';
export { changedFields, staleReply, type FieldChange } from './stale';
export { orRefusal, RollBack } from './roll-back';
