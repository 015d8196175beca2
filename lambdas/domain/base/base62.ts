import { randomInt } from 'node:crypto';

/** Digits in ascending order; part of the key format and therefore never to be changed. */
export const BASE62_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `length` base62 characters, each drawn without bias from the CSPRNG. */
export function randomBase62(length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += BASE62_ALPHABET[randomInt(62)];
  return text;
}

/** A non-negative integer in base62, left-padded with `0` to `length` digits. */
export function encodeBase62(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 62)) text = BASE62_ALPHABET[rest % 62] + text;
  return text;
}
