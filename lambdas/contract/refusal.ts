/** The authorizer's checks of a Partner API call, in their order. The first that fails ends the call. */
export const CHECKS = [
  'request_form',
  'credential',
  'partner',
  'legacy_switch',
  'key_status',
  'expiry',
  'address',
  'scope',
] as const;

export type Check = (typeof CHECKS)[number];

/** Pages of the hub that a remedy can lead to; those that begin with `key_` are of the refused key. */
export type RemedyPage =
  | 'api_keys'
  | 'request_examples'
  | 'partner_id'
  | 'legacy_switch'
  | 'ip_allowlist'
  | 'key_change'
  | 'key_enable'
  | 'key_usage';

/** What to do about a refusal. In the text, `{partner_id}` is the caller's own partner. */
export interface Remedy {
  readonly text: string;
  readonly link?: { readonly page: RemedyPage; readonly label: string };
}

/** Remedies that depend on the key or on the IP allowlists as they are now. */
export type RemedyRule = 'expired_key' | 'ip_allowlists' | 'unknown_key';

interface Explained {
  /** The check that fails. */
  readonly check: Check;
  /** What is wrong and what to do. `{ip_address}` and `{access}` are filled in. */
  readonly text: string;
  /** Heading of the explanation in the hub. */
  readonly title: string;
  /** Remedies in the hub, while the call would still be refused. */
  readonly remedies: readonly Remedy[] | RemedyRule;
}

/**
 * What is known about the credential: nothing, what an API key says of itself, or that it is one of ours. Only calls whose
 * credential tells the partner are counted, so only those need a meaning in the usage figures.
 */
type Known =
  | { readonly credential: 'none' }
  | { readonly credential: 'claimed' | 'verified'; readonly meaning: string };

/** The authorizer answers 403 with the code that the refusal is named after. `page`: its page in the documentation. */
export type Forbidden = Explained & Known & { readonly status: 403; readonly page: string };

/** The authorizer answers 401 `unauthorized`. Only the log and the explanation for the partner's own users tell the reason. */
export type Unauthorized = Explained & Known & { readonly status: 401 };

export const TO_API_KEYS = { page: 'api_keys', label: 'Go to your API keys' } as const;
export const TO_REQUEST_EXAMPLES = { page: 'request_examples', label: 'See how requests carry a key' } as const;
