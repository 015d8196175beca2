import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 as 64 lower-case hexadecimal digits: how every secret is stored. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}

/** Compares two hexadecimal digests in a time that does not depend on where they differ. */
export function equalDigests(a: string, b: string): boolean {
  const left = Buffer.from(a, 'hex');
  const right = Buffer.from(b, 'hex');
  return left.length === 32 && right.length === 32 && timingSafeEqual(left, right);
}
