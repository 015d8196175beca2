import { type Forbidden, TO_REQUEST_EXAMPLES } from './refusal.ts';

const CHANGE_REQUEST = { text: 'Change the request in the system that sends it: no setting allows this.' };

/** The authorizer's 403s by code, in the order of its checks. */
export const FORBIDDEN = {
  reserved_header: {
    status: 403,
    check: 'request_form',
    credential: 'none',
    text: 'The request carries a header that only the gateway may set: remove x-partner-id, x-credential-id, x-credential-type, X-HTTP-Method, X-HTTP-Method-Override, X-Method-Override, X-Original-URL and X-Rewrite-URL.',
    title: 'The request carried a header that only the gateway may set',
    remedies: [CHANGE_REQUEST],
    page: 'reserved-header',
  },
  invalid_path: {
    status: 403,
    check: 'request_form',
    credential: 'none',
    text: 'The path is not in its normal form: remove empty and dot segments, backslashes, semicolons, control characters and encoded slashes, backslashes and percent signs.',
    title: 'The path was not in its normal form',
    remedies: [CHANGE_REQUEST],
    page: 'invalid-path',
  },
  wrong_header: {
    status: 403,
    check: 'request_form',
    credential: 'none',
    text: 'An API key was sent in the wrong header: send it as x-api-key, without a scheme such as Bearer.',
    title: 'An API key was sent in the wrong header',
    remedies: [
      {
        text: 'Send an API key once, as the header x-api-key, exactly as it was shown.',
        link: TO_REQUEST_EXAMPLES,
      },
    ],
    page: 'wrong-header',
  },
  partner_mismatch: {
    status: 403,
    check: 'partner',
    credential: 'verified',
    text: 'The credential belongs to another partner than the path names: use the partner ID of the credential, in exactly its spelling.',
    title: 'The path named another partner',
    meaning: 'The path names another partner: use the Partner ID of the credential.',
    remedies: [
      {
        text: 'Put {partner_id} into the path, in exactly this spelling, or send a credential of the other partner.',
        link: { page: 'partner_id', label: 'Copy your Partner ID' },
      },
    ],
    page: 'partner-mismatch',
  },
  partner_suspended: {
    status: 403,
    check: 'partner',
    credential: 'verified',
    text: 'The partner is suspended: contact support to have it reactivated.',
    title: 'The partner was suspended',
    meaning: 'This partner is suspended: ask your platform contact.',
    remedies: [{ text: 'Ask your platform contact to reactivate the partner.' }],
    page: 'partner-suspended',
  },
  legacy_token_disabled: {
    status: 403,
    check: 'legacy_switch',
    credential: 'verified',
    text: 'Legacy Token Authentication is switched off for this partner: send an API key as x-api-key instead of a Bearer token.',
    title: 'Legacy tokens were switched off',
    meaning: 'Legacy tokens are switched off: send an API key.',
    remedies: [
      { text: 'Send an API key instead of a Bearer token.', link: TO_REQUEST_EXAMPLES },
      {
        text: 'Until all systems do, legacy tokens can be turned on again.',
        link: { page: 'legacy_switch', label: 'Go to the switch' },
      },
    ],
    page: 'legacy-token-disabled',
  },
  api_key_disabled: {
    status: 403,
    check: 'key_status',
    credential: 'verified',
    text: 'The API key is disabled: enable it in the Partner Hub, or send another one.',
    title: 'The API key was disabled',
    meaning: 'The key is disabled: enable it, or send another one.',
    remedies: [
      {
        text: 'Enable the key, if you know why it was disabled, or send another one.',
        link: { page: 'key_enable', label: 'Enable the key' },
      },
    ],
    page: 'api-key-disabled',
  },
  api_key_expired: {
    status: 403,
    check: 'expiry',
    credential: 'verified',
    text: 'The API key has expired: generate a new one in the Partner Hub and send that.',
    title: 'The API key had ended',
    meaning: 'The key has ended: generate a new one.',
    remedies: 'expired_key',
    page: 'api-key-expired',
  },
  ip_not_allowed: {
    status: 403,
    check: 'address',
    credential: 'verified',
    text: 'The call came from {ip_address}, which is not on the allowlist: add this address in the Partner Hub, or call from one that is on it.',
    title: 'The call came from an address that was not allowed',
    meaning: 'The call came from an address that is not on the list: add the address, or call from one on it.',
    remedies: 'ip_allowlists',
    page: 'ip-not-allowed',
  },
  insufficient_scope: {
    status: 403,
    check: 'scope',
    credential: 'verified',
    text: 'The call needs {access}, which the API key does not have: give the key that access in the Partner Hub, or send another key.',
    title: 'The API key did not have the access that the call needs',
    meaning: 'The key does not have the scope that the call needs: widen its access, or send another key.',
    remedies: [
      {
        text: 'Give the key the access that is needed, or send another one that has it.',
        link: { page: 'key_change', label: 'Change the key’s access' },
      },
    ],
    page: 'insufficient-scope',
  },
} as const satisfies Readonly<Record<string, Forbidden>>;
