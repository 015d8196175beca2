import { describe, expect, it } from '@jest/globals';
import { createWhoamiHandler } from '../../lambdas/handlers/whoami.ts';
import { REQUEST_ID } from './management-call.ts';
import { observeFunctions } from './observed.ts';
import { envelope, partnerCall } from './partner-call.ts';
import { DAY, NOW } from './records-of-a-partner.ts';

const { lines, logged } = observeFunctions();
/** As the authorizer of the Partner API hands it over. */
const KEY = {
  partner_id: 'demoPA',
  credential_type: 'api_key',
  credential_id: 'k3Jx81PqZr0B',
  credential_name: 'ERP',
  credential_scopes: 'clients:read sharing:read',
  legacy_sunset: 'none',
};
const TOKEN = {
  partner_id: 'demoPA',
  credential_type: 'legacy_token',
  credential_id: 'usr_0000000000000001',
  credential_scopes: '*',
  legacy_sunset: 'none',
};

const whoami = (authorizer?: Record<string, unknown>) =>
  partnerCall(createWhoamiHandler({ hubUrl: 'https://hub.example.com' }), {
    route: '/whoami',
    ...(authorizer === undefined ? {} : { authorizer }),
  });

// Nobody is made up for a call that the authorizer did not let through.
describe('GET /whoami answers 500', () => {
  it.each<[string, Record<string, unknown> | undefined]>([
    ['without an authorizer', undefined],
    ['without a partner', { ...KEY, partner_id: undefined }],
    ['with an empty partner', { ...KEY, partner_id: '' }],
    ['without a credential', { ...KEY, credential_id: undefined }],
    ['with an unknown type of credential', { ...KEY, credential_type: 'none' }],
    ['with a name that is no text', { ...KEY, credential_name: 7 }],
  ])('%s', async (_, authorizer) => {
    const { status, json } = await whoami(authorizer);
    expect({ status, json }).toEqual({
      status: 500,
      json: envelope(
        500,
        'internal_error',
        'Something went wrong on our side: try again, and tell support the request_id if it persists.',
      ),
    });
    expect(logged()).toMatchObject([
      { level: 'error', message: 'request_failed', request_id: REQUEST_ID, error: 'TypeError' },
    ]);
  });
});

describe('GET /whoami', () => {
  const credential = {
    type: 'api_key',
    id: 'k3Jx81PqZr0B',
    name: 'ERP',
    scopes: ['clients:read', 'sharing:read'],
    expires_at: null,
  };

  it('returns the API key, without a word on legacy tokens', async () => {
    const { status, json, headers } = await whoami(KEY);
    expect({ status, json }).toEqual({ status: 200, json: { partner_id: 'demoPA', credential } });
    expect(Object.keys(headers).toSorted()).toEqual([
      'cache-control',
      'content-type',
      'strict-transport-security',
      'x-content-type-options',
    ]);
    expect(lines).toEqual([]);
  });

  it('returns when the key expires, which the gateway hands over as a text', async () => {
    const { json } = await whoami({ ...KEY, credential_expires_at: String(NOW + DAY) });
    expect(json.credential).toEqual({ ...credential, expires_at: '2026-12-02T10:00:00.000Z' });
  });

  it.each([
    ['none', undefined],
    ['Wed, 02 Dec 2026 10:00:00 GMT', 'Wed, 02 Dec 2026 10:00:00 GMT'],
  ])('returns a legacy token as deprecated, with the sunset %s', async (legacy_sunset, sunset) => {
    const { json, headers } = await whoami({ ...TOKEN, legacy_sunset });
    expect(json.credential).toEqual({
      type: 'legacy_token',
      id: 'usr_0000000000000001',
      name: null,
      scopes: ['*'],
      expires_at: null,
    });
    expect(headers.deprecation).toBe('@1793491200');
    expect(headers.link).toBe('<https://hub.example.com>; rel="deprecation"; type="text/html"');
    expect(headers.sunset).toBe(sunset);
  });
});
