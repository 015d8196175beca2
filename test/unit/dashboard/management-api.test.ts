import { describe, expect, test } from '@jest/globals';
import { createManagementApi } from '../../../dashboard/api/management-api.ts';

interface Sent {
  readonly method: string;
  readonly address: string;
  readonly authorization: string | null;
  readonly body: string | null;
}

const BASE = 'https://hub.example.com/management/v1';

/** An API in front of answers that are given one after the other; an Error is thrown. */
function apiWith(
  answers: readonly (Response | Error)[],
  tokens: readonly (string | null | Error)[] = ['token-1', 'token-2'],
) {
  const sent: Sent[] = [];
  const rest = [...answers];
  const send: typeof fetch = async (address, init) => {
    const headers = new Headers(init?.headers);
    sent.push({
      method: init?.method ?? '',
      address: String(address),
      authorization: headers.get('authorization'),
      body: typeof init?.body === 'string' ? init.body : null,
    });
    const answer = rest.shift() ?? new Error('no more answers');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const token = async (index: number) => {
    const value = tokens[index] ?? null;
    if (value instanceof Error) throw value;
    return value;
  };
  let refusals = 0;
  const refused = () => void refusals++;
  const api = createManagementApi(BASE, { current: () => token(0), renew: () => token(1), refused }, send);
  return { api, sent, refusals: () => refusals };
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const unauthenticated = () => json(401, { code: 'unauthenticated' });

describe('a call', () => {
  test('carries the token in its header, and nothing of it in its address', async () => {
    const { api, sent } = apiWith([json(200, { api_keys: [], limit: 50 })]);
    expect(await api.listApiKeys()).toMatchObject({ ok: true, value: { api_keys: [], limit: 50 } });

    expect(sent).toEqual([{ method: 'GET', address: `${BASE}/api-keys`, authorization: 'Bearer token-1', body: null }]);
  });

  test('is made again with a new token after a 401', async () => {
    const { api, sent, refusals } = apiWith([unauthenticated(), json(200, { enabled: false })]);
    expect(await api.setLegacyToken({ enabled: false })).toMatchObject({ ok: true, value: { enabled: false } });

    expect(sent.map(({ authorization, body }) => [authorization, body])).toEqual([
      ['Bearer token-1', '{"enabled":false}'],
      ['Bearer token-2', '{"enabled":false}'],
    ]);
    expect(refusals()).toBe(0);
  });

  test('is made twice at most', async () => {
    const { api, sent, refusals } = apiWith([unauthenticated(), unauthenticated(), json(200, {})]);
    expect(await api.session()).toMatchObject({ ok: false, problem: { code: 'unauthenticated' } });

    expect(sent).toHaveLength(2);
    expect(refusals()).toBe(1);
  });

  test.each([
    ['before it', [null], 0],
    ['at its renewal', ['token-1', null], 1],
  ])('is not made without a session: none %s', async (_, tokens, count) => {
    const { api, sent, refusals } = apiWith([unauthenticated(), json(200, {})], tokens);
    expect(await api.session()).toMatchObject({ ok: false, problem: { code: 'session_ended' } });

    expect(sent).toHaveLength(count);
    expect(refusals()).toBe(count);
  });

  test('without a response is reported and not repeated', async () => {
    const { api, sent } = apiWith([new TypeError('network'), json(201, {})]);
    expect(await api.createApiKey({ challenge_id: 'c', code: '123456' })).toMatchObject({
      ok: false,
      problem: { code: 'no_response' },
    });

    expect(sent).toHaveLength(1);
  });

  test('for which no token can be had now has no answer', async () => {
    const { api } = apiWith([], [new Error('the provider cannot be reached')]);

    expect(await api.session()).toMatchObject({ ok: false, problem: { code: 'no_response' } });
  });

  test('whose success cannot be read is no success', async () => {
    const { api } = apiWith([new Response('<html>', { status: 200 })]);

    expect(await api.session()).toMatchObject({ ok: false, problem: { code: 'unexpected_response' } });
  });

  test('escapes what it puts into an address', async () => {
    const { api, sent } = apiWith([new Response(null, { status: 204 }), json(200, { events: [], next_cursor: null })]);
    expect(await api.deleteApiKey('../session?')).toMatchObject({ ok: true, value: null });
    await api.activity('a&b=c');

    expect(sent.map(({ address }) => address)).toEqual([
      `${BASE}/api-keys/..%2Fsession%3F`,
      `${BASE}/activity?cursor=a%26b%3Dc`,
    ]);
  });
});

test('a clock that is wrong by more than the header can tell is noticed', async () => {
  const at = (ms: number) => ({ date: new Date(Date.now() + ms).toUTCString() });
  const { api } = apiWith([json(200, {}, at(3_600_000)), json(200, {}, at(0)), json(200, {})]);
  const offsets: number[] = [];
  for (let call = 0; call < 3; call++) {
    const outcome = await api.session();
    if (outcome.ok) offsets.push(outcome.clockOffsetMs);
  }

  expect(offsets).toEqual([expect.closeTo(3_600_000, -4), 0, 0]);
});

describe('a change', () => {
  const presented = { challenge_id: 'c1', code: '123456' };
  const sentBy = async (call: (api: ReturnType<typeof apiWith>['api']) => Promise<unknown>) => {
    const { api, sent } = apiWith([json(200, {})]);
    await call(api);
    return sent.map(({ method, address, body }) => [method, address.slice(BASE.length), JSON.parse(body ?? 'null')]);
  };

  test('of a key names what changes, and the code where there is one', async () => {
    expect(await sentBy((api) => api.updateApiKey('k/1', { scopes: ['*:read'] }))).toEqual([
      ['PATCH', '/api-keys/k%2F1', { scopes: ['*:read'] }],
    ]);
    expect(await sentBy((api) => api.updateApiKey('k1', { expires_at: null }, presented))).toEqual([
      ['PATCH', '/api-keys/k1', { expires_at: null, ...presented }],
    ]);
  });

  test('of the settings does as well', async () => {
    expect(await sentBy((api) => api.updateSettings({ allowed_ips: [] }, presented))).toEqual([
      ['PATCH', '/settings', { allowed_ips: [], ...presented }],
    ]);
  });

  test('to another key takes the code alone', async () => {
    expect(await sentBy((api) => api.rotateApiKey('k1', presented))).toEqual([
      ['POST', '/api-keys/k1/rotate', presented],
    ]);
  });
});
