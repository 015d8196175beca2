import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startUpstream, type UpstreamServer } from '../../local/upstream/start-upstream.ts';

let upstream: UpstreamServer;

beforeAll(async () => {
  upstream = await startUpstream({ port: 0, hubUrl: 'https://hub.example.com' });
});
afterAll(() => upstream.close());

interface Options {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
}

/** node:http and not fetch: it sends the path and the headers as they are given, doubled ones too. */
async function callPath(path: string, { method = 'GET', headers = {}, body }: Options = {}) {
  const request = httpRequest(upstream.origin + path, { method, headers, agent: false });
  request.end(body);
  const [response]: [IncomingMessage] = await (once(request, 'response') as Promise<[IncomingMessage]>);
  const content: unknown = JSON.parse(await text(response));
  return { status: response.statusCode, type: response.headers['content-type'], body: content };
}

function call(path: string, { headers, ...options }: Options = {}, partnerId = 'demoPA') {
  return callPath(`/api/v2/partners/${partnerId}${path}`, {
    ...options,
    headers: { 'x-partner-id': partnerId, ...headers },
  });
}

async function items(name: string, path: string, partnerId = 'demoPA'): Promise<Record<string, unknown>[]> {
  const { body } = await call(path, {}, partnerId);
  return (body as Record<string, Record<string, unknown>[]>)[name] ?? [];
}

async function liveChannel() {
  const [channel] = (await items('partner_channels', '/channels')) as {
    id: string;
    client_id: string;
    waba_account: { id: string };
  }[];
  if (channel === undefined) throw new Error('The sample data has no channel.');
  return channel;
}

const refusal = (status: number) => ({
  status,
  type: 'application/json',
  body: { meta: { success: false, http_code: status, developer_message: expect.stringMatching(/./) } },
});
const json = (value: unknown, method = 'POST') => ({
  method,
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json' },
});

describe('refusals', () => {
  test('a call that names another partner, none or two is 403: the header is all that identifies the caller', async () => {
    const path = '/api/v2/partners/demoPA/clients';
    expect(await callPath(path)).toEqual(refusal(403));
    expect(await callPath(path, { headers: { 'x-partner-id': 'otherPA' } })).toEqual(refusal(403));
    expect(await callPath(path, { headers: { 'x-partner-id': 'demopa' } })).toEqual(refusal(403));
    expect(await callPath(path, { headers: { 'x-partner-id': ['demoPA', 'otherPA'] } })).toEqual(refusal(403));
    expect(await callPath('/api/v2/partners/demoPA/echo')).toEqual(refusal(403));
  });

  test.each(['//clients', '/nothing', '/clients/none/info/balance', '/channels/noneCH', '/%E0%A4%A', '/constructor'])(
    'the unknown path %j is 404',
    async (path) => {
      expect(await call(path)).toEqual(refusal(404));
    },
  );

  test('outside the prefix and for other methods everything is 404', async () => {
    expect(await callPath('/', { headers: { 'x-partner-id': 'demoPA' } })).toEqual(refusal(404));
    expect(await callPath('/api/v2/partners', { headers: { 'x-partner-id': 'demoPA' } })).toEqual(refusal(404));
    expect(await callPath('/api/v1/partners/demoPA', { headers: { 'x-partner-id': 'demoPA' } })).toEqual(refusal(404));
    expect(await call('/clients', { method: 'DELETE' })).toEqual(refusal(404));
  });

  test.each(['{', 'null', '[]', 'webhook_url=x'])('the body %j is 400', async (body) => {
    expect(await call('', { method: 'PATCH', body })).toEqual(refusal(400));
    expect(await call('/webhook_url', { method: 'POST', body })).toEqual(refusal(400));
  });

  test('a body above the limit is 413, and the connection lives to tell', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024 + 1, ' ');
    expect(await call('/webhook_url', { method: 'POST', body })).toEqual(refusal(413));
  });

  test("another partner's client, channel and account do not exist for the caller", async () => {
    const { id, client_id, waba_account } = await liveChannel();
    expect(await call(`/channels/${id}`, {}, 'otherPA')).toEqual(refusal(404));
    expect(await call(`/clients/${client_id}`, json({ max_channels: 9 }, 'PATCH'), 'otherPA')).toEqual(refusal(404));
    expect(await call(`/waba_accounts/${waba_account.id}/waba_templates`, {}, 'otherPA')).toEqual(refusal(404));
  });

  test.each(['limit=-1', 'offset=x', 'filters=%7B', 'filters=[]', 'filters=%7B%22status%22:[]%7D'])(
    'a list asked for with %s is 400',
    async (query) => {
      expect(await call(`/clients?${query}`)).toEqual(refusal(400));
    },
  );
});

describe('echo', () => {
  test('shows the method, the path with its query and every header, also doubled ones', async () => {
    const headers = { Authorization: ['Bearer a', 'Bearer b'], 'X-API-Key': 'redacted' };
    const { status, body } = await call('/echo?a=%2F&a=2', { method: 'PUT', headers, body: 'not JSON' });
    expect(status).toBe(200);
    expect(body).toEqual({
      method: 'PUT',
      path: '/api/v2/partners/demoPA/echo?a=%2F&a=2',
      headers: expect.objectContaining({
        'x-partner-id': 'demoPA',
        authorization: 'Bearer a, Bearer b',
        'x-api-key': 'redacted',
      }),
    });
  });
});

describe('lists', () => {
  test('carry the envelope, and pages add up to the whole', async () => {
    const all = await items('clients', '/clients');
    const pages = await Promise.all([0, 3, 6].map((offset) => items('clients', `/clients?limit=3&offset=${offset}`)));
    expect(all).toHaveLength(8);
    expect(pages.flat()).toEqual(all);
    expect((await call('/clients?limit=3&offset=6')).body).toMatchObject({
      count: 2,
      total: 8,
      limit: 3,
      offset: 6,
      sort: ['id'],
      filters: {},
    });
  });

  test('sort by any field, descending with a minus, and keep only what a dotted filter matches', async () => {
    const names = (await items('clients', '/clients?sort=name')).map(({ name }) => String(name));
    const created = (await items('clients', '/clients?sort=-created_at')).map(({ created_at }) => String(created_at));
    expect(names).toEqual(names.toSorted());
    expect(created).toEqual(created.toSorted().toReversed());

    const [channel] = await items('partner_channels', '/channels?limit=1&offset=2');
    const setupInfo = channel?.setup_info as { phone_number: string } | undefined;
    const filters = { 'setup_info.phone_number': setupInfo?.phone_number };
    const found = await call(`/channels?filters=${encodeURIComponent(JSON.stringify(filters))}`);
    expect(found.body).toMatchObject({ count: 1, total: 1, filters, partner_channels: [{ id: channel?.id }] });
  });

  test('hold the same data after every start, with ids of their kind, different for each partner', async () => {
    const again = await startUpstream({ port: 0, hubUrl: 'https://hub.example.com' });
    const response = await fetch(`${again.origin}/api/v2/partners/demoPA/channels`, {
      headers: { 'x-partner-id': 'demoPA' },
    });
    const answer: unknown = await response.json();
    await again.close();
    const mine = await call('/channels');
    expect(answer).toEqual(mine.body);
    const ids = (await items('clients', '/clients')).map(({ id }) => id);
    const otherIds = (await items('clients', '/clients', 'otherPA')).map(({ id }) => id);
    expect([...ids, ...otherIds]).toEqual(Array(16).fill(expect.stringMatching(/^[0-9A-Za-z]{6}CL$/)));
    expect(new Set([...ids, ...otherIds]).size).toBe(16);
    expect(await liveChannel()).toMatchObject({
      id: expect.stringMatching(/CH$/),
      waba_account: { id: expect.stringMatching(/WA$/) },
    });
  });
});
