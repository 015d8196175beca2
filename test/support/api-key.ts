import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * API keys after the written format, on purpose without the product's own code: what both agree on is the format.
 * `dpa_<env>_<partnerId>_<keyId>_<secret><checksum>`
 */
export interface ApiKeyParts {
  readonly environment: string;
  readonly partnerId: string;
  readonly keyId: string;
  readonly secret: string;
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function randomText(length: number): string {
  return Array.from({ length }, () => DIGITS.charAt(randomInt(DIGITS.length))).join('');
}

/** Letters and digits, ending in PA, as the platform gives them out. */
export function newPartnerId(): string {
  return `t${randomText(14)}PA`;
}

export function newApiKeyParts(partnerId: string): ApiKeyParts {
  return { environment: 'test', partnerId, keyId: randomText(12), secret: randomText(32) };
}

/** The key with the right checksum, whatever its parts are. */
export function apiKeyOf({ environment, partnerId, keyId, secret }: ApiKeyParts): string {
  return withChecksum(`dpa_${environment}_${partnerId}_${keyId}_${secret}`);
}

export function withChecksum(text: string): string {
  return text + checksumOf(text);
}

/** The same key with a checksum that is certainly wrong. */
export function withWrongChecksum(key: string): string {
  const last = key.slice(-1);
  return key.slice(0, -1) + (last === '0' ? '1' : '0');
}

export function hintOf({ environment, partnerId, keyId, secret }: ApiKeyParts): string {
  return `dpa_${environment}_${partnerId}_${keyId}_${secret.slice(0, 4)}…`;
}

export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function checksumOf(text: string): string {
  let rest = crc32(Buffer.from(text));
  let digits = '';
  while (digits.length < 6) {
    digits = DIGITS.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
