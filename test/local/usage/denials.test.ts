import { describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '../../../tools/client/http.ts';
import { apiKeyOf, newApiKeyParts } from '../../support/api-key.ts';
import { eventually } from '../../support/eventually.ts';
import { setLegacyTokenWithCode } from '../../support/key-controls.ts';
import { request } from '../../support/local-run.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { echoCall, withKey, withToken } from '../../support/partner-calls.ts';
import { createApiKey, createLegacyToken, DELETED, ELSEWHERE, EXPIRED, NARROW } from '../../support/records.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

const explain = (user: SignedInUser, requestId: string) =>
  managementAs(user).get(`/denials/${encodeURIComponent(requestId)}`);

/** Makes the call, which must be refused, and answers its explanation once there is one. */
async function explained(user: SignedInUser, call: HttpRequest) {
  const refusal = await request(call);
  expect([401, 403]).toContain(refusal.status);
  const { request_id: requestId } = refusal.json;
  const { json } = await eventually(async () => expectStatus(await explain(user, requestId), 200));
  expect(json).toMatchObject({ request_id: requestId, status: refusal.status });
  if (refusal.status === 403) expect(json.code).toBe(refusal.json.error);
  return json;
}

describe('a refusal is not explained', () => {
  test('to another partner, nor in a part of the ID', async () => {
    const [user, other] = [await createSignedInUser(), await createSignedInUser()];
    const { key } = await createApiKey(user.partnerId, ELSEWHERE);
    const { request_id: requestId } = await explained(user, echoCall(user.partnerId, withKey(key)));

    // Known to be there by now.
    for (const who of [other]) expectStatus(await explain(who, requestId), 404);
    for (const id of [requestId.slice(0, -1), `${requestId}=`, 'unknown', '%', 'a b', '#']) {
      expectStatus(await explain(user, id), 404);
    }
  });

  test('where there was none', async () => {
    const user = await createSignedInUser();
    const { key, keyId } = await createApiKey(user.partnerId);
    const { headers } = await request(echoCall(user.partnerId, withKey(key)));
    await eventually(async () => {
      expect((await managementAs(user).get(`/api-keys/${keyId}`)).json.last_used_at).not.toBeNull();
    });

    expectStatus(await explain(user, String(headers['x-amz-apigw-id'])), 404);
  });

  test('of another partner’s key, to the partner of the path', async () => {
    const [user, other] = [await createSignedInUser(), await createSignedInUser()];
    const { key } = await createApiKey(other.partnerId);
    const { request_id: requestId } = await explained(other, echoCall(user.partnerId, withKey(key)));

    expectStatus(await explain(user, requestId), 404);
  });
});

describe('a refusal is explained', () => {
  test('by the address that was seen and the lists as they are now, also when they are mended', async () => {
    const user = await createSignedInUser();
    const { key, keyId, name } = await createApiKey(user.partnerId, ELSEWHERE);
    const json = await explained(user, echoCall(user.partnerId, withKey(key)));
    expect(json).toMatchObject({
      reason: 'ip_not_allowed',
      check: 'address',
      still_refused: true,
      seen: {
        credential: { type: 'api_key', id: keyId, name, verified: true },
        method: 'GET',
        path_partner_id: user.partnerId,
        required_scope: '*:read',
      },
      now: { partner: { allowed_ips: [] }, api_key: { allowed_ips: ['192.0.2.0/24'], status: 'active' } },
    });
    expect(json.detail).toContain(json.seen.ip);

    // Written as it would be with a code.
    await createApiKey(user.partnerId, {
      SK: { S: `KEY#${keyId}` },
      key_id: { S: keyId },
      allowed_ips: { L: [{ S: json.seen.ip }] },
    });
    expect((await explain(user, json.request_id)).json).toMatchObject({
      still_refused: false,
      now: { api_key: { allowed_ips: [json.seen.ip] } },
    });
  });

  test('by the scope that was needed, and the end', async () => {
    const user = await createSignedInUser();
    const narrow = await createApiKey(user.partnerId, NARROW);
    const ended = await createApiKey(user.partnerId, EXPIRED);
    const clients = { path: `/api/v2/partners/${user.partnerId}/clients` };

    expect(await explained(user, { ...clients, headers: [withKey(narrow.key)] })).toMatchObject({
      check: 'scope',
      seen: { required_scope: 'clients:read' },
      now: { api_key: { scopes: ['sharing:read'] } },
      still_refused: true,
    });
    expect(await explained(user, echoCall(user.partnerId, withKey(ended.key)))).toMatchObject({
      reason: 'api_key_expired',
      check: 'expiry',
      now: { api_key: { expires_at: expect.any(String) } },
    });
  });

  test('by the partner of the path, to the partner of the credential', async () => {
    const [user, other] = [await createSignedInUser(), await createSignedInUser()];
    const { key } = await createApiKey(user.partnerId);
    expect(await explained(user, echoCall(other.partnerId, withKey(key)))).toMatchObject({
      check: 'partner',
      seen: { path_partner_id: other.partnerId },
    });
  });

  test('by what a 401 does not tell its caller', async () => {
    const user = await createSignedInUser();
    const deleted = await createApiKey(user.partnerId, DELETED);
    const forged = newApiKeyParts(user.partnerId);
    const [ofDeleted, ofForged, ofNone] = await Promise.all([
      explained(user, echoCall(user.partnerId, withKey(deleted.key))),
      explained(user, echoCall(user.partnerId, withKey(apiKeyOf(forged)))),
      explained(user, echoCall(user.partnerId)),
    ]);
    expect(ofDeleted).toMatchObject({ code: 'unauthorized', reason: 'api_key_deleted', now: { api_key: null } });
    expect(ofForged).toMatchObject({
      reason: 'api_key_unknown',
      seen: { credential: { id: forged.keyId, verified: false, name: null } },
    });
    expect(ofNone).toMatchObject({ reason: 'no_credential', check: 'credential', seen: { credential: null } });
  });

  test('by the switch for Bearer tokens, which may be on again', async () => {
    const user = await createSignedInUser();
    const { token } = await createLegacyToken(user.partnerId, { user_id: { S: user.userId } });
    await managementAs(user).put('/legacy-token', { enabled: false });
    const json = await explained(user, echoCall(user.partnerId, withToken(token)));
    expect(json).toMatchObject({
      check: 'legacy_switch',
      seen: { credential: { type: 'legacy_token', id: user.userId, name: user.email } },
      now: { partner: { legacy_token_enabled: false } },
      still_refused: true,
    });
    await setLegacyTokenWithCode(user, { enabled: true });
    expect((await explain(user, json.request_id)).json.still_refused).toBe(false);
  });
});
