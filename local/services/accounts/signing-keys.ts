import { createPrivateKey, generateKeyPairSync, type JsonWebKey, randomBytes, sign } from 'node:crypto';
import { readJsonFile, writeJsonFile } from '../../files/json-file.ts';

export interface SigningKeys {
  /** A JWKS with private parts. */
  readonly keys: readonly (JsonWebKey & { readonly kid: string })[];
}

/** Loads the keys of the local user pool, which are generated once and stored in the file. */
export function loadSigningKeys(file: string): SigningKeys {
  const stored = readJsonFile<SigningKeys | null>(file, null);
  if (stored !== null) return stored;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = {
    ...privateKey.export({ format: 'jwk' }),
    kid: randomBytes(16).toString('hex'),
    alg: 'RS256',
    use: 'sig',
  };
  const keys = { keys: [key] };
  writeJsonFile(file, keys);
  return keys;
}

/** Returns a JWT, signed with RS256. */
export function signToken({ keys: [key] }: SigningKeys, claims: object): string {
  if (key === undefined) throw new Error('There is no signing key.');
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'RS256', kid: key.kid })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), createPrivateKey({ key, format: 'jwk' }));
  return `${signed}.${signature.toString('base64url')}`;
}
