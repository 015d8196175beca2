import { describe, expect, it } from '@jest/globals';
import { REFUSALS, type RefusalReason } from '../../../../lambdas/contract/refusals.ts';
import { authorize, type PartnerRequest } from '../../../../lambdas/domain/authorize/authorize.ts';
import { authorizerContext } from '../../../../lambdas/http/partner-api/authorizer-context.ts';
import {
  elsewhere,
  generated,
  NOW,
  partner,
  type Records,
  storeOf,
  withKey,
  withToken,
} from '../../../support/authorization.ts';

type Refused = readonly [request: PartnerRequest, records?: Records, environment?: 'live'];

function sending(...headers: readonly (readonly [name: string, values: string[]])[]): PartnerRequest {
  return { ...withKey, headers: new Map(headers) };
}

/** A call for each reason of the catalogue, so that no reason can be added which nobody is refused for. */
const CALLS: Readonly<Record<RefusalReason, Refused>> = {
  reserved_header: [sending(['x-partner-id', ['demoPA']])],
  invalid_path: [{ ...withKey, path: '/api//v2' }],
  wrong_header: [sending(['authorization', [generated.key]])],
  no_credential: [sending()],
  credential_repeated: [sending(['x-api-key', [generated.key, generated.key]])],
  api_key_malformed: [sending(['x-api-key', ['dpa_test']])],
  api_key_environment: [withKey, {}, 'live'],
  api_key_unknown: [withKey, { apiKey: null }],
  api_key_deleted: [withKey, { apiKey: { status: 'deleted' } }],
  token_malformed: [sending(['authorization', ['Basic t']])],
  token_unknown: [withToken, { token: null }],
  token_revoked: [withToken, { partner: { revokedBelow: 2 } }],
  token_expired: [withToken, { token: { expiresAt: NOW } }],
  partner_mismatch: [{ ...withKey, ...elsewhere }],
  partner_suspended: [withKey, { partner: { status: 'suspended' } }],
  legacy_token_disabled: [withToken, { partner: { legacyTokenEnabled: false } }],
  api_key_disabled: [withKey, { apiKey: { status: 'disabled' } }],
  api_key_expired: [withKey, { apiKey: { expiresAt: NOW } }],
  ip_not_allowed: [withKey, { partner: { allowedIps: ['198.51.100.1'] } }],
  insufficient_scope: [withKey, { apiKey: { scopes: ['flows:write'] } }],
};

async function refusalOf([request, records = {}, environment]: Refused) {
  return authorize(request, { store: storeOf(records), environment: environment ?? 'test', now: NOW });
}

const isKind = (status: number) => (reason: string) => REFUSALS[reason as RefusalReason].status === status;
const REASONS = Object.keys(CALLS) as RefusalReason[];

describe('authorize refuses', () => {
  it.each(REASONS.filter(isKind(401)))('with 401 for %s', async (reason) => {
    expect(await refusalOf(CALLS[reason])).toMatchObject({ outcome: 'unauthorized', reason });
  });

  // Whoever reads the log or the figures takes a verified credential for one of ours.
  it.each(REASONS.filter((reason) => REFUSALS[reason].credential === 'none'))(
    'without a partner for %s',
    async (reason) => {
      expect(await refusalOf(CALLS[reason])).toMatchObject({ trace: { partnerId: null, credentialId: null } });
    },
  );

  it.each(REASONS.filter((reason) => REFUSALS[reason].credential !== 'none'))(
    'telling the partner for %s',
    async (reason) => {
      expect(await refusalOf(CALLS[reason])).toMatchObject({ trace: { partnerId: partner.partnerId } });
    },
  );

  it.each(REASONS.filter(isKind(403)))('with 403 and a complete text for %s', async (code) => {
    const authorization = await refusalOf(CALLS[code]);
    if (authorization.outcome !== 'denied') throw new Error(authorization.outcome);

    const { message, error_data, ...context } = authorizerContext(authorization, 'GET');

    expect(context.code).toBe(code);
    expect(message).not.toMatch(/[{}]/);
    // As the gateway puts it in.
    expect(JSON.parse(`{"code":"${error_data}"}`)).toEqual({
      code,
      ...(code === 'insufficient_scope' && { required_scope: 'clients:read' }),
    });
  });
});
