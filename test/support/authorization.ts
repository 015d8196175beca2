import { jest } from '@jest/globals';
import { type AuthorizeOptions, authorize, type PartnerRequest } from '../../lambdas/domain/authorize/authorize.ts';
import type { CredentialStore } from '../../lambdas/domain/authorize/credential-store.ts';
import { generateApiKey } from '../../lambdas/domain/model/api-key.ts';
import type { ApiKeyRecord, LegacyTokenRecord, TokenPartner } from '../../lambdas/domain/model/records.ts';

// A call, the records that it is judged by, and the judgement.

export const NOW = 1_800_000_000;
export const generated = generateApiKey('test', 'demoPA');
export const partner: TokenPartner = {
  partnerId: 'demoPA',
  name: 'Demo',
  status: 'active',
  legacyTokenEnabled: true,
  legacyTokenOffAt: null,
  allowedIps: [],
  revokedBelow: 0,
};
export const apiKey: ApiKeyRecord = {
  keyId: generated.keyId,
  hash: generated.hash,
  name: 'ci',
  status: 'active',
  scopes: ['*'],
  allowedIps: [],
  expiresAt: null,
};
export const token: LegacyTokenRecord = {
  userId: 'user-1',
  partnerId: 'demoPA',
  generation: 1,
  expiresAt: NOW + 10,
};

/** How the records differ from good ones; null for none. */
export interface Records {
  apiKey?: Partial<ApiKeyRecord> | null;
  token?: Partial<LegacyTokenRecord> | null;
  partner?: Partial<TokenPartner> | null;
}

/** Answers with these records, and counts the reads. */
export function storeOf(records: Records) {
  const of = <T>(base: T, change: Partial<T> | null | undefined): T | null =>
    change === null ? null : { ...base, ...change };
  const found = of(partner, records.partner);
  return {
    findApiKey: jest.fn<CredentialStore['findApiKey']>(async () => ({
      apiKey: of(apiKey, records.apiKey),
      partner: found,
    })),
    findLegacyToken: jest.fn<CredentialStore['findLegacyToken']>(async (_, expected) => ({
      token: of(token, records.token),
      partner: expected === 'demoPA' ? found : null,
    })),
    findTokenPartner: jest.fn<CredentialStore['findTokenPartner']>(async () => found),
  };
}

export const withKey: PartnerRequest = {
  headers: new Map([['x-api-key', [generated.key]]]),
  method: 'GET',
  sourceIp: '203.0.113.9',
  path: '/api/v2/partners/demoPA/clients',
  partnerIdParameter: 'demoPA',
};
export const withToken: PartnerRequest = { ...withKey, headers: new Map([['authorization', ['Bearer t']]]) };
export const elsewhere = { path: '/api/v2/partners/otherPA', partnerIdParameter: 'otherPA' };
export const whoami = { path: '/api/v2/whoami', partnerIdParameter: null };

/** `allowed`, the code of a refusal, or the reason of a 401. */
export async function decide(request: PartnerRequest, records: Records = {}, options: Partial<AuthorizeOptions> = {}) {
  const authorization = await authorize(request, {
    store: storeOf(records),
    environment: 'test',
    now: NOW,
    ...options,
  });
  switch (authorization.outcome) {
    case 'allowed':
      return 'allowed';
    case 'denied':
      return authorization.refusal.code;
    case 'unauthorized':
      return authorization.reason;
  }
}
