import { crc32 } from 'node:zlib';
import { encodeBase62, randomBase62 } from '../base/base62.ts';
import { sha256Hex } from '../base/sha256.ts';

/** `dpa_<environment>_<partnerId>_<keyId>_<secret><checksum>`; see docs/adr/0001-key-format.md. */
export type KeyEnvironment = 'live' | 'test';

export interface ParsedApiKey {
  readonly environment: KeyEnvironment;
  readonly partnerId: string;
  /** 12 base62 characters; not secret. */
  readonly keyId: string;
  /** SHA-256 of the secret, hexadecimal. The secret itself does not leave the parser. */
  readonly hash: string;
}

export interface GeneratedApiKey extends ParsedApiKey {
  /** The plaintext key: shown once, never stored. */
  readonly key: string;
  /** The key up to the first four characters of its secret, followed by `…`. */
  readonly hint: string;
}

interface KeyParts {
  readonly environment: KeyEnvironment;
  readonly partnerId: string;
  readonly keyId: string;
  readonly secret: string;
  readonly checksum: string;
}

const KEY_ID_LENGTH = 12;
const SECRET_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const MAX_KEY_LENGTH = 4 + 5 + 33 + KEY_ID_LENGTH + 1 + SECRET_LENGTH + CHECKSUM_LENGTH;

const PARTNER_ID_FORM = '[0-9A-Za-z]{4,32}';
const KEY_ID_FORM = `[0-9A-Za-z]{${KEY_ID_LENGTH}}`;
const PREFIX_FORM = `dpa_(?<environment>live|test)_(?<partnerId>${PARTNER_ID_FORM})_(?<keyId>${KEY_ID_FORM})`;
const SECRET_FORM = `[0-9A-Za-z]{${SECRET_LENGTH}}`;
const CHECKSUM_FORM = `[0-9A-Za-z]{${CHECKSUM_LENGTH}}`;

export const PARTNER_ID = new RegExp(`^${PARTNER_ID_FORM}$`);
export const KEY_ID = new RegExp(`^${KEY_ID_FORM}$`);
const KEY = new RegExp(`^${PREFIX_FORM}_(?<secret>${SECRET_FORM})(?<checksum>${CHECKSUM_FORM})$`);
const KEY_ANYWHERE = new RegExp(`${PREFIX_FORM}_${SECRET_FORM}${CHECKSUM_FORM}(?![0-9A-Za-z_])`, 'g');
/** A hint shows four characters of the secret. */
const MORE_THAN_HINT = new RegExp(`${PREFIX_FORM}_[0-9A-Za-z]{5}`);
const KEY_OR_HINT = new RegExp(`^${PREFIX_FORM}(?:_.*)?$`);

/** Accepts 4 to 32 letters and digits. */
export function isPartnerId(text: string): boolean {
  return PARTNER_ID.test(text);
}

/** Accepts 12 letters and digits. */
export function isKeyId(text: string): boolean {
  return KEY_ID.test(text);
}

/** Returns the CRC-32 (ISO-HDLC) of everything before the checksum, as 6 base62 digits. */
function checksumOf(body: string): string {
  return encodeBase62(crc32(body), CHECKSUM_LENGTH);
}

/** Returns a new key with 190 random bits from the CSPRNG. Throws a RangeError for an ill-formed partner ID. */
export function generateApiKey(environment: KeyEnvironment, partnerId: string): GeneratedApiKey {
  if (!isPartnerId(partnerId)) throw new RangeError('A partner ID has 4 to 32 letters and digits.');
  const keyId = randomBase62(KEY_ID_LENGTH);
  const secret = randomBase62(SECRET_LENGTH);
  const body = `dpa_${environment}_${partnerId}_${keyId}_${secret}`;
  return {
    environment,
    partnerId,
    keyId,
    hash: sha256Hex(secret),
    key: body + checksumOf(body),
    hint: `${body.slice(0, -SECRET_LENGTH + 4)}…`,
  };
}

/** Returns the parts of a well-formed key, or null. The checksum rejects typing errors and most forgeries without a look-up. */
export function parseApiKey(text: string): ParsedApiKey | null {
  if (text.length > MAX_KEY_LENGTH) return null;
  const { environment, partnerId, keyId, secret, checksum } = (KEY.exec(text)?.groups ?? {}) as Partial<KeyParts>;
  if (!environment || !partnerId || !keyId || !secret) return null;
  if (checksumOf(text.slice(0, -CHECKSUM_LENGTH)) !== checksum) return null;
  return { environment, partnerId, keyId, hash: sha256Hex(secret) };
}

/** Returns whether the text contains something with the form and the checksum of an API key. */
export function containsApiKey(text: string): boolean {
  for (const [candidate] of text.matchAll(KEY_ANYWHERE)) {
    if (parseApiKey(candidate) !== null) return true;
  }
  return false;
}

/** Returns whether the text shows more of a key than its hint, with or without the right checksum. */
export function showsSecret(text: string): boolean {
  return MORE_THAN_HINT.test(text);
}

/** Returns the partner ID and key ID of a key or of a key's hint; null if the text is neither. */
export function identifyApiKey(text: string): { partnerId: string; keyId: string } | null {
  const { partnerId, keyId } = KEY_OR_HINT.exec(text)?.groups ?? {};
  return partnerId && keyId ? { partnerId, keyId } : null;
}
