import { hash, timingSafeEqual } from 'node:crypto';

/** Returns the SHA-256 as 64 lower-case hexadecimal digits, the form in which secrets are stored. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}

/** Compares two hexadecimal digests in constant time. */
export function equalDigests(a: string, b: string): boolean {
  const left = Buffer.from(a, 'hex');
  const right = Buffer.from(b, 'hex');
  return left.length === 32 && right.length === 32 && timingSafeEqual(left, right);
}
