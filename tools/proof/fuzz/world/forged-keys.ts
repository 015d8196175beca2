import { crc32 } from 'node:zlib';
import type { KeyForm } from '../cases/credential-forms.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const FORM = /^dpa_(?<environment>[a-z]+)_(?<partner>[^_]+)_(?<id>[^_]+)_(?<secret>.{32})(?<checksum>.{6})$/;

/** Returns texts made of a good key that are no good key, by name. The checksum of most is right: docs/adr/0001-key-format.md. */
export function forgedKeys(key: string, otherPartner: string): Readonly<Record<KeyForm, string>> {
  const { environment = '', partner = '', id = '', secret = '' } = FORM.exec(key)?.groups ?? {};
  const withParts = (changes: { environment?: string; partner?: string; id?: string; secret?: string }) => {
    const parts = { environment, partner, id, secret, ...changes };
    return withChecksum(`dpa_${parts.environment}_${parts.partner}_${parts.id}_${parts.secret}`);
  };
  return {
    'of-other-partner': withParts({ partner: otherPartner }),
    'partner-in-lower-case': withParts({
      partner: partner.toLowerCase() === partner ? partner.toUpperCase() : partner.toLowerCase(),
    }),
    'other-id': withParts({ id: turned(id) }),
    'other-secret': withParts({ secret: turned(secret) }),
    'one-character-changed': withParts({ secret: secret.slice(0, -1) + (secret.endsWith('0') ? '1' : '0') }),
    'other-environment': withParts({ environment: 'live' }),
    'unknown-environment': withParts({ environment: 'prod' }),
    'separator-in-id': withParts({ id: `${id.slice(0, 8)}#KEY` }),
    'wrong-checksum': key.slice(0, -1) + (key.endsWith('0') ? '1' : '0'),
    truncated: key.slice(0, -1),
    longer: `${key}0`,
    'without-checksum': key.slice(0, -6),
    'in-lower-case': key.toLowerCase(),
    'in-quotes': `"${key}"`,
    'with-scheme': `Bearer ${key}`,
    twice: `${key},${key}`,
    base64: Buffer.from(key).toString('base64'),
  };
}

function withChecksum(text: string): string {
  let rest = crc32(text);
  let checksum = '';
  while (checksum.length < 6) {
    checksum = DIGITS.charAt(rest % 62) + checksum;
    rest = Math.floor(rest / 62);
  }
  return text + checksum;
}

/** Returns a different text with the same characters. */
function turned(text: string): string {
  return text.slice(1) + text.slice(0, 1);
}
