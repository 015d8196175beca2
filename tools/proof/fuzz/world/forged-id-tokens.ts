import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSign,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { claimsOf, type Tokens } from '../../../client/sign-in.ts';
import type { IdTokenForm } from '../cases/credential-forms.ts';

interface SigningKey {
  readonly kid: string;
  readonly key: KeyObject;
}

type Fields = Readonly<Record<string, unknown>>;

const HOUR_S = 3600;

/**
 * Returns tokens that the Management API must not take for the ID token that they were made of, by name. Each has one thing wrong.
 * @param keysFile - the provider's JWKS with its private parts
 */
export function forgedIdTokens(tokens: Tokens, keysFile: string): Readonly<Record<IdTokenForm, string>> {
  const good = tokens.idToken;
  const own = providerKey(keysFile);
  const foreign: SigningKey = { kid: own.kid, key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey };
  const now = Math.floor(Date.now() / 1000);
  const withClaims = (claims: Fields) => sign(good, claims, own);
  const [header = '', payload = '', signature = ''] = good.split('.');
  return {
    'alg-none': `${encoded({ alg: 'none', typ: 'JWT', kid: own.kid })}.${payload}.`,
    'alg-none-with-signature': `${encoded({ alg: 'None', kid: own.kid })}.${payload}.${signature}`,
    hs256: hs256(payload, own),
    'foreign-key': sign(good, {}, foreign),
    'key-in-header': sign(good, {}, foreign, { jwk: createPublicKey(foreign.key).export({ format: 'jwk' }) }),
    'key-by-url': sign(good, {}, foreign, { jku: 'http://127.0.0.1:9/keys.json', kid: 'other' }),
    'kid-as-path': sign(good, {}, own, { kid: '../../../../dev/null' }),
    expired: withClaims({ exp: now - HOUR_S, iat: now - 2 * HOUR_S }),
    'without-expiry': withClaims({ exp: undefined }),
    'expiry-as-text': withClaims({ exp: String(now + HOUR_S) }),
    'not-yet': withClaims({ nbf: now + HOUR_S }),
    'foreign-issuer': withClaims({ iss: 'https://issuer.example' }),
    'foreign-audience': withClaims({ aud: 'another-client' }),
    'without-audience': withClaims({ aud: undefined }),
    'access-token-use': withClaims({ token_use: 'access' }),
    'several-audiences': withClaims({ aud: [claimsOf(good).aud, 'another-client'], azp: undefined }),
    'critical-extension': sign(good, {}, own, { crit: ['exp-strict'], 'exp-strict': true }),
    'too-old': withClaims({ iat: now - 25 * HOUR_S, exp: now + HOUR_S / 4 }),
    'lives-too-long': withClaims({ iat: now, exp: now + 48 * HOUR_S }),
    'issued-later': withClaims({ iat: now + HOUR_S, exp: now + 2 * HOUR_S }),
    'without-sign-in-time': withClaims({ auth_time: undefined }),
    'sign-in-time-to-come': withClaims({ auth_time: now + HOUR_S }),
    'long-subject': withClaims({ sub: 'x'.repeat(3000) }),
    'subject-with-number-sign': withClaims({ sub: 'a#b' }),
    'other-subject': `${header}.${encoded({ ...claimsOf(good), sub: 'somebody-else' })}.${signature}`,
    'without-subject': withClaims({ sub: undefined }),
    'subject-as-list': withClaims({ sub: [claimsOf(good).sub] }),
    'without-signature': `${header}.${payload}`,
    'cut-signature': good.slice(0, -8),
    'five-parts': `${good}.${header}.${payload}`,
    'access-token': tokens.accessToken,
    'refresh-token': tokens.refreshToken,
  };
}

function sign(like: string, claims: Fields, { kid, key }: SigningKey, header: Fields = {}): string {
  const signed = `${encoded({ alg: 'RS256', typ: 'JWT', kid, ...header })}.${encoded({ ...claimsOf(like), ...claims })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`;
}

/** Signs with the public key as if it were a shared secret, which works where a verifier lets the token choose the algorithm. */
function hs256(payload: string, { kid, key }: SigningKey): string {
  const secret = createPublicKey(key).export({ type: 'spki', format: 'pem' });
  const signed = `${encoded({ alg: 'HS256', typ: 'JWT', kid })}.${payload}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function providerKey(keysFile: string): SigningKey {
  const { keys } = JSON.parse(readFileSync(keysFile, 'utf8')) as { keys: (JsonWebKey & { kid: string })[] };
  const jwk = keys.find(({ kty }) => kty === 'RSA');
  if (jwk === undefined) throw new Error('The local provider has no RSA key.');
  return { kid: jwk.kid, key: createPrivateKey({ key: jwk, format: 'jwk' }) };
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
