import { z } from 'zod';

/**
 * Describes the properties of a resource, or a map in them. What is not in a schema stops the start: a property that is
 * skipped in silence is how a local run and the cloud drift apart.
 */
export const map = z.strictObject;
export const text = z.string();
export const texts = z.array(text);
/** Numbers may be texts in a template. */
export const number = z.preprocess(
  (value) => (typeof value === 'string' && value !== '' ? Number(value) : value),
  z.number(),
);
/** Truth values may be texts in a template. */
export const flag = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean());

/** Takes the property only as one of these values, and its absence. */
export function only<const T extends string | number | boolean>(...values: [T, ...T[]]) {
  return z.literal(values).optional();
}

/** Accepts properties that the local run leaves out, for this reason. */
export function ignored<N extends string>(reason: string, ...names: readonly N[]) {
  const accepted = names.map((name) => [name, z.unknown().optional().describe(reason)]);
  return Object.fromEntries(accepted) as Record<N, z.ZodOptional<z.ZodUnknown>>;
}
