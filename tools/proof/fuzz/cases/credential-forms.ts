/** Texts made of a good key that are no good key. world/forged-keys.ts makes them. */
export const KEY_FORMS = [
  'of-other-partner',
  'partner-in-lower-case',
  'other-id',
  'other-secret',
  'one-character-changed',
  'other-environment',
  'unknown-environment',
  'separator-in-id',
  'wrong-checksum',
  'truncated',
  'longer',
  'without-checksum',
  'in-lower-case',
  'in-quotes',
  'with-scheme',
  'twice',
  'base64',
] as const;

/** Tokens made of a good ID token that are no good one. world/forged-id-tokens.ts makes them. */
export const ID_TOKEN_FORMS = [
  'alg-none',
  'alg-none-with-signature',
  'hs256',
  'foreign-key',
  'key-in-header',
  'key-by-url',
  'kid-as-path',
  'expired',
  'without-expiry',
  'expiry-as-text',
  'not-yet',
  'foreign-issuer',
  'foreign-audience',
  'without-audience',
  'access-token-use',
  'other-subject',
  'without-subject',
  'subject-as-list',
  'without-signature',
  'cut-signature',
  'five-parts',
  'access-token',
  'refresh-token',
] as const;

export type KeyForm = (typeof KEY_FORMS)[number];
export type IdTokenForm = (typeof ID_TOKEN_FORMS)[number];
