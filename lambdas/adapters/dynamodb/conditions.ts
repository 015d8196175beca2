import { numberValue, textValue } from './attributes.ts';
import { allOf, type Changes, type Condition, differs, equals, exists, lacks } from './expressions.ts';

/** Conditions that several transactions of docs/records.md share. */

export const isActive = equals('status', textValue('active'));

/** For lists, whose items exist. */
export const hasLiveStatus = differs('status', textValue('deleted'));
/** Also false where there is no key. */
export const isNotDeleted = allOf([exists, hasLiveStatus]);

/** Whether the record was not changed since it had this revision. One that was never changed has no such attribute. */
export function revisionIs(revision: number, attribute = 'revision'): Condition {
  return revision === 0 ? lacks(attribute) : equals(attribute, numberValue(revision));
}

/** What every change of a record with a revision sets. */
export function nextRevision(revision: number, attribute = 'revision'): NonNullable<Changes['set']> {
  return { [attribute]: numberValue(revision + 1) };
}
