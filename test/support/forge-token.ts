import { createPrivateKey, createSign, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { claimsOf } from '../../tools/client/sign-in.ts';
import { runInfo } from './local-run.ts';

export interface SigningKey {
  readonly kid: string;
  readonly key: KeyObject;
}

/** Claims or header fields that differ; undefined leaves one out. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * An RS256 token (RFC 7515) like `like`, with these claims and header fields changed, signed with the provider's own
 * key unless another is given: so that each test changes exactly the one thing that must be refused.
 */
export function forgeToken(like: string, claims: Fields, options: { header?: Fields; key?: SigningKey } = {}): string {
  const { kid, key } = options.key ?? providerKey();
  const header = { alg: 'RS256', typ: 'JWT', kid, ...options.header };
  const signed = `${encoded(header)}.${encoded({ ...claimsOf(like), ...claims })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`;
}

/** The same claims without a signature, as RFC 7519 (6.) allows and no verifier may. */
export function unsignedToken(like: string, alg = 'none'): string {
  return `${encoded({ alg, typ: 'JWT', kid: providerKey().kid })}.${encoded(claimsOf(like))}.`;
}

/** A token whose claims were changed after it had been signed. */
export function tamperedToken(token: string, claims: Fields): string {
  const [header, , signature] = token.split('.');
  return `${header}.${encoded({ ...claimsOf(token), ...claims })}.${signature}`;
}

/** The key that signs ID tokens at the local provider. */
export function providerKey(): SigningKey {
  const { keys } = JSON.parse(readFileSync(runInfo().sign_in_keys_file, 'utf8')) as {
    keys: (JsonWebKey & { kid: string })[];
  };
  const jwk = keys.find(({ kty }) => kty === 'RSA');
  if (jwk === undefined) throw new Error('The local provider has no RSA key.');
  return { kid: jwk.kid, key: createPrivateKey({ key: jwk, format: 'jwk' }) };
}

/** A key that the provider has never seen, under the name of one of its own. */
export function foreignKey(kid = providerKey().kid): SigningKey {
  return { kid, key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey };
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
