/**
 * Responses and correct-response patterns of interactions (RTE 1.2 §3.4.4, RTE 2004 §4.2.9.1): what a
 * learner answered is evidence, so an odd form is kept and only remarked upon.
 */
import type { ScormVersion } from '../../package/core/types';
import { noteOn, type ElementNote } from './element-notes';
import { is12 } from './find-element';
import type { Elements } from './protocol';

const LONGEST_CHECKED = 4_000;

const FORMS_12: Readonly<Record<string, RegExp>> = {
  'true-false': /^[01tf]/,
  choice: /^\{?[a-z0-9](,?[a-z0-9])*\}?$/,
  sequencing: /^[a-z0-9](,?[a-z0-9])*$/,
  matching: /^\{?([a-z0-9]\.[a-z0-9](,[a-z0-9]\.[a-z0-9])*)?\}?$/,
  likert: /^[a-z0-9]?$/,
  numeric: /^-?\d*\.?\d*$/,
};
const FORMS_2004: Readonly<Record<string, RegExp>> = {
  'true-false': /^(true|false)$/,
  numeric: /^(-?\d+(\.\d+)?)?(\[:\](-?\d+(\.\d+)?)?)?$/,
  likert: /^\S{1,4000}$/,
  choice: /^(?!\s)[^\s]*$/,
  sequencing: /^(?!\s)[^\s]*$/,
  matching: /^([^\s]+\[\.\][^\s]+)?$/,
};

const ROW = /^(cmi\.interactions\.\d+)\.(?:student_response|learner_response|correct_responses\.\d+\.pattern)$/;

/** Adds a warning for each response whose form does not fit the type said in the same commit. */
export function checkPatterns(version: ScormVersion, accepted: Elements, warnings: ElementNote[]): void {
  const forms = is12(version) ? FORMS_12 : FORMS_2004;
  for (const name in accepted) {
    if (!name.startsWith('cmi.interactions.')) continue;
    const row = ROW.exec(name)?.[1];
    const value = accepted[name];
    if (row === undefined || value === undefined || value.length > LONGEST_CHECKED) continue;
    const type = accepted[`${row}.type`];
    const form = type === undefined || !Object.hasOwn(forms, type) ? undefined : forms[type];
    if (form !== undefined && !form.test(value)) warnings.push(noteOn(name, 'unusual-pattern'));
  }
}
