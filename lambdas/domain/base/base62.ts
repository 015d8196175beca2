import { randomInt } from 'node:crypto';

/** Digits in ascending order. They are part of the key format and must never change. */
export const BASE62_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Returns `length` base62 characters from the CSPRNG, uniformly distributed. */
export function randomBase62(length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += BASE62_ALPHABET[randomInt(62)];
  return text;
}

/** Returns a non-negative integer in base62, left-padded with `0` to `length` digits. */
export function encodeBase62(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 62)) text = BASE62_ALPHABET[rest % 62] + text;
  return text;
}
