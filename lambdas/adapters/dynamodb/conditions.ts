import { numberValue, textValue } from './attributes.ts';
import { allOf, type Changes, type Condition, differs, equals, exists, lacks } from './expressions.ts';

/** Conditions that several transactions of docs/records.md share. */

export const isActive = equals('status', textValue('active'));

/** For filters, which see only items that exist. */
export const hasLiveStatus = differs('status', textValue('deleted'));
/** Also false if there is no key. */
export const isNotDeleted = allOf([exists, hasLiveStatus]);

/** Holds if the record still has this revision. A record that was never changed has no revision. */
export function revisionIs(revision: number, attribute = 'revision'): Condition {
  return revision === 0 ? lacks(attribute) : equals(attribute, numberValue(revision));
}

/** Returns what every change of a record with a revision sets. */
export function nextRevision(revision: number, attribute = 'revision'): NonNullable<Changes['set']> {
  return { [attribute]: numberValue(revision + 1) };
}
