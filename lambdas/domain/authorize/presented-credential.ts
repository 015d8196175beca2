import type { UnauthorizedReason } from '../../contract/refusals.ts';
import { sha256Hex } from '../base/sha256.ts';
import { containsApiKey, type ParsedApiKey, parseApiKey } from '../model/api-key.ts';
import type { RequestHeaders } from './request-headers.ts';

export type PresentedCredential =
  | { readonly kind: 'api_key'; readonly apiKey: ParsedApiKey }
  | { readonly kind: 'legacy_token'; readonly hash: string }
  | { readonly kind: 'wrong_header' }
  | { readonly kind: 'none'; readonly reason: UnauthorizedReason };

/** Headers in which clients are known to send API keys by mistake. */
const WRONG_HEADERS = ['authorization', 'd360-api-key', 'd360-partner-api-key'];

/** RFC 6750 has one space; more are accepted, as common servers do. A token is opaque: any visible characters. */
const BEARER = /^bearer +([\x21-\x7e]{1,8192})$/i;

/** Reads the credential of a request. If `x-api-key` is present, no other header counts. */
export function presentedCredential(headers: RequestHeaders): PresentedCredential {
  const apiKeys = headers.get('x-api-key') ?? [];
  const authorizations = headers.get('authorization') ?? [];
  if (apiKeys.length > 1 || authorizations.length > 1) return { kind: 'none', reason: 'credential_repeated' };

  const [text] = apiKeys;
  if (text !== undefined) {
    if (text === '') return { kind: 'none', reason: 'no_credential' };
    const apiKey = parseApiKey(text);
    return apiKey === null ? { kind: 'none', reason: 'api_key_malformed' } : { kind: 'api_key', apiKey };
  }

  if (WRONG_HEADERS.some((name) => headers.get(name)?.some(containsApiKey))) return { kind: 'wrong_header' };

  const [authorization] = authorizations;
  if (authorization === undefined) return { kind: 'none', reason: 'no_credential' };
  const token = BEARER.exec(authorization)?.[1];
  return token === undefined
    ? { kind: 'none', reason: 'token_malformed' }
    : { kind: 'legacy_token', hash: sha256Hex(token) };
}
