/**
 * Every attribute that the check of an API key reads, of the key and of its partner; without the generations of legacy tokens,
 * of which a partner can have many. A test holds the list against the parsers: an attribute that is missing here would be
 * taken for one without a value.
 */
export const API_KEY_ATTRIBUTES = [
  'PK',
  'SK',
  'key_id',
  'hash',
  'name',
  'status',
  'scopes',
  'allowed_ips',
  'expires_at',
  'partner_id',
  'legacy_token_enabled',
  'legacy_token_off_at',
] as const;
