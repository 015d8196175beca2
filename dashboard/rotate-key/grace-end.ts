import type { ApiKey } from '../../lambdas/http/schemas/api-keys.ts';
import { expiryText } from '../restrictions/expiry-input.ts';

/** What becomes of the old key, in a sentence. */
export function oldKeyExpiryText({ expires_at, status }: ApiKey, graceSeconds: number, now = Date.now()): string {
  const own = expires_at === null ? null : Date.parse(expires_at);
  const end = now + graceSeconds * 1000;
  if (own !== null && own <= now) return 'The old key has ended already.';
  if (status === 'disabled') return 'The old key stays disabled.';
  if (graceSeconds === 0) return 'The old key ends at once: systems that still use it are refused.';
  if (own !== null && own <= end) return `The old key ends on ${expiryText(own)} anyway.`;
  return `Both keys work until ${expiryText(end)}; then the old one ends by itself.`;
}
