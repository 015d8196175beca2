/** Must match the policy in lib/sign-in/user-pool.ts. */
const RULES = [/^.{12,256}$/s, /[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];

export const TEMPORARY_PASSWORD_DAYS = 7;
export const PASSWORD_POLICY =
  'At least 12 characters, with a lower-case and an upper-case letter, a digit and a symbol.';

export function conformsToPolicy(password: string): boolean {
  return RULES.every((rule) => rule.test(password));
}
