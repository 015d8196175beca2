import { MAX_GRACE_SECONDS } from '../../lambdas/domain/model/key-expiry.ts';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import { expiryText } from '../restrictions/expiry-input.ts';

/** The chosen grace period: how long the old key keeps working after a rotation. */
export interface GraceInput {
  /** Seconds of a predefined choice, or `other`. */
  readonly choice: string;
  /** A whole number as typed, and its unit; used if `choice` is `other`. */
  readonly amount: string;
  readonly unit: GraceUnit;
}

export type GraceUnit = 'seconds' | 'minutes' | 'hours' | 'days';

export const GRACE_CHOICES: readonly { readonly value: string; readonly label: string }[] = [
  { value: '0', label: 'Nothing: it ends at once' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '259200', label: '3 days' },
  { value: '604800', label: '7 days' },
  { value: 'other', label: 'Another time…' },
];

export const GRACE_UNITS: Readonly<Record<GraceUnit, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

export const USUAL_GRACE: GraceInput = { choice: '86400', amount: '2', unit: 'days' };

export function parseGrace({
  choice,
  amount,
  unit,
}: GraceInput): { readonly seconds: number } | { readonly error: string } {
  if (choice !== 'other') return { seconds: Number(choice) };
  const text = amount.trim();
  if (!/^\d{1,9}$/.test(text)) return { error: 'Give a whole number.' };
  const seconds = Number(text) * GRACE_UNITS[unit];
  return seconds > MAX_GRACE_SECONDS ? { error: 'At most 7 days.' } : { seconds };
}

/** Reads a form's fields; missing or unknown ones get the usual value. */
export function graceFrom({ choice, amount, unit }: Readonly<Record<string, string>>): GraceInput {
  return {
    choice: GRACE_CHOICES.find(({ value }) => value === choice)?.value ?? USUAL_GRACE.choice,
    amount: amount ?? USUAL_GRACE.amount,
    unit: unit !== undefined && Object.hasOwn(GRACE_UNITS, unit) ? (unit as GraceUnit) : USUAL_GRACE.unit,
  };
}

/** Describes what happens to the old key. */
export function oldKeyExpiryText({ expires_at, status }: ApiKey, graceSeconds: number, now = Date.now()): string {
  const own = expires_at === null ? null : Date.parse(expires_at);
  const end = now + graceSeconds * 1000;
  if (own !== null && own <= now) return 'The old key has ended already.';
  if (status === 'disabled') return 'The old key stays disabled.';
  if (graceSeconds === 0) return 'The old key ends at once: systems that still use it are refused.';
  if (own !== null && own <= end) return `The old key ends on ${expiryText(own)} anyway.`;
  return `Both keys work until ${expiryText(end)}; then the old one ends by itself.`;
}
