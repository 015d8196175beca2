import { type Remedy, TO_API_KEYS, TO_REQUEST_EXAMPLES, type Unauthorized } from './refusal.ts';

const SEND_KEY = {
  text: 'Send an API key once, as the header x-api-key, exactly as it was shown.',
  link: TO_REQUEST_EXAMPLES,
};
const RENEW_TOKEN = { text: 'Get a new token, or better, change to an API key.', link: TO_REQUEST_EXAMPLES };

/** Remedies for a key that was deleted, before the refused call or after it. */
export const DELETED_KEY_REMEDIES: readonly Remedy[] = [
  { text: 'Give the system that still sends the deleted key another one.', link: TO_API_KEYS },
  {
    text: 'See where it is still used from.',
    link: { page: 'key_usage', label: 'See usage of the deleted key' },
  },
];

/** Why the authorizer answers 401, by reason. Callers get one answer for all of these. */
export const UNAUTHORIZED = {
  no_credential: {
    status: 401,
    check: 'credential',
    credential: 'none',
    text: 'The request carried no credential: send an API key as x-api-key.',
    title: 'The request carried no credential',
    remedies: [SEND_KEY],
  },
  credential_repeated: {
    status: 401,
    check: 'credential',
    credential: 'none',
    text: 'A credential header was sent more than once: send it once.',
    title: 'A credential header was sent more than once',
    remedies: [SEND_KEY],
  },
  api_key_malformed: {
    status: 401,
    check: 'credential',
    credential: 'none',
    text: 'What was sent as x-api-key is no complete API key, or has a slip in it: send the key exactly as it was shown.',
    title: 'What was sent as API key is none',
    remedies: [SEND_KEY],
  },
  api_key_environment: {
    status: 401,
    check: 'credential',
    credential: 'claimed',
    text: 'The API key is of another environment: send one of this environment.',
    title: 'The API key is of another environment',
    meaning: 'The key belongs to another environment: send one that was generated here.',
    remedies: [{ text: 'Send a key that was generated here, or call the environment of that key.', link: TO_API_KEYS }],
  },
  api_key_unknown: {
    status: 401,
    check: 'credential',
    credential: 'claimed',
    text: 'There is no such API key, or its secret is another one: send the key exactly as it was shown, or generate a new one.',
    title: 'There is no such API key',
    meaning:
      'There is no such key, or its secret is another one: send the key exactly as it was shown, or generate a new one.',
    remedies: 'unknown_key',
  },
  api_key_deleted: {
    status: 401,
    check: 'credential',
    credential: 'verified',
    text: 'The API key was deleted: find the system that still sends it, and give it another key.',
    title: 'The API key was deleted',
    meaning: 'The key was deleted: a system still sends it.',
    remedies: DELETED_KEY_REMEDIES,
  },
  token_malformed: {
    status: 401,
    check: 'credential',
    credential: 'none',
    text: 'The Authorization header holds no Bearer token: send an API key as x-api-key.',
    title: 'There was no Bearer token where one was expected',
    remedies: [SEND_KEY],
  },
  token_unknown: {
    status: 401,
    check: 'credential',
    credential: 'none',
    text: 'The Bearer token is not known, or is long over: send an API key as x-api-key, or ask for a new token.',
    title: 'The Bearer token is not known',
    remedies: [RENEW_TOKEN],
  },
  token_revoked: {
    status: 401,
    check: 'credential',
    credential: 'verified',
    text: 'The Bearer token was revoked, because its user was removed, signed out everywhere or set a new password: send an API key as x-api-key, or ask for a new token.',
    title: 'The Bearer token was revoked',
    meaning:
      'The legacy token was revoked, because its user was removed, signed out everywhere or set a new password: get a new one, or change to an API key.',
    remedies: [RENEW_TOKEN],
  },
  token_expired: {
    status: 401,
    check: 'credential',
    credential: 'verified',
    text: 'The Bearer token is over: send an API key as x-api-key, or ask for a new token.',
    title: 'The Bearer token had expired',
    meaning: 'The legacy token has expired: get a new one, or change to an API key.',
    remedies: [RENEW_TOKEN],
  },
} as const satisfies Readonly<Record<string, Unauthorized>>;
