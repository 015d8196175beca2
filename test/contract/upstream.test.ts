import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { buffer, json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startUpstream, type UpstreamServer } from '../../local/upstream/start-upstream.ts';
import { PARTNER_API_ENDPOINTS } from '../support/partner-api-endpoints.ts';

const start = () => startUpstream({ port: 0, hubUrl: 'https://hub.example.com' });
let upstream: UpstreamServer;

beforeEach(async () => {
  upstream = await start();
});
afterEach(() => upstream.close());

interface Options {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
}

/** node:http and not fetch: it sends the path and the headers as they are given, doubled ones too. */
async function callPath(path: string, { method = 'GET', headers = {}, body }: Options, { origin } = upstream) {
  const request = httpRequest(origin + path, { method, headers, agent: false });
  request.end(body);
  const [response]: [IncomingMessage] = await (once(request, 'response') as Promise<[IncomingMessage]>);
  const { 'retry-after': retryAfter } = response.headers;
  const received = await json(response);
  return { status: response.statusCode, body: received, ...(retryAfter !== undefined && { retryAfter }) };
}

function call(path: string, { headers, ...options }: Options = {}, partnerId = 'demoPA', server = upstream) {
  const all = { 'x-partner-id': partnerId, ...headers };
  return callPath(`/api/v2/partners/${partnerId}${path}`, { ...options, headers: all }, server);
}

interface SampleChannel {
  readonly id: string;
  readonly client_id: string;
  readonly waba_account: { readonly id: string; readonly namespace: string };
}

/** The paths below the first channel of a partner's. */
async function firstChannel(partnerId = 'demoPA') {
  const { body } = await call('/channels?limit=1', {}, partnerId);
  const [channel] = (body as { partner_channels: SampleChannel[] }).partner_channels;
  if (channel === undefined) throw new Error('The sample data has no channel.');
  const client = `/clients/${channel.client_id}`;
  const account = `/waba_accounts/${channel.waba_account.id}`;
  return { channel: `/channels/${channel.id}`, client, clientChannel: `${client}/channels/${channel.id}`, account };
}

const refusal = (status: number) => ({
  status,
  body: { meta: { success: false, http_code: status, developer_message: expect.stringMatching(/./) } },
});
const TEMPLATE = { name: 'hello', language: 'en', category: 'UTILITY', components: [{ type: 'BODY', text: 'Hi' }] };

test.each([[undefined], ['otherPA'], ['demopa'], [['demoPA', 'otherPA']]])(
  'the path of demoPA with x-partner-id %j is 403: the header is all that identifies the caller',
  async (partnerId) => {
    const headers = partnerId === undefined ? {} : { 'x-partner-id': partnerId };
    for (const path of ['/clients', '/echo']) {
      expect(await callPath(`/api/v2/partners/demoPA${path}`, { headers })).toEqual(refusal(403));
    }
  },
);

test.each(['//clients', '/nothing', '/clients/none/info/balance', '/channels/noneCH', '/%E0%A4%A', '/constructor'])(
  'the unknown path %j is 404',
  async (path) => {
    expect(await call(path)).toEqual(refusal(404));
    expect(await callPath(`/api/v1/partners/demoPA${path}`, { headers: { 'x-partner-id': 'demoPA' } })).toEqual(
      refusal(404),
    );
  },
);

// Partners without a fixture of their own share a model, so their IDs have to differ.
test.each([
  ['demoPA', 'otherPA'],
  ['demoPA', 'newPA'],
  ['newPA', 'newerPA'],
])('what belongs to %s does not exist for %s', async (owner, other) => {
  const { client, channel, account, clientChannel } = await firstChannel(owner);
  const created = await call(`${account}/waba_templates`, { method: 'POST', body: JSON.stringify(TEMPLATE) }, owner);
  expect(created.status).toBe(201);
  for (const path of [channel, `${channel}/api_keys`, `${clientChannel}/info/balance`, `${account}/waba_templates`]) {
    expect((await call(path, {}, owner)).status).toBe(200);
    expect(await call(path, {}, other)).toEqual(refusal(404));
  }
  expect(await call(client, { method: 'PATCH', body: '{"max_channels":9}' }, other)).toEqual(refusal(404));
});

test.each([
  ['GET', '/clients?limit=-1', undefined],
  ['GET', '/clients?offset=x', undefined],
  ['GET', '/clients?filters=%7B', undefined],
  ['GET', '/clients?filters=[]', undefined],
  ['GET', '/clients?filters=%7B%22status%22:[]%7D', undefined],
  ['GET', '{client}/info/balance?granularity=YEAR', undefined],
  ['GET', '{client}/info/balance?start_date=2&end_date=1', undefined],
  ['PATCH', '', '{'],
  ['PATCH', '', '[]'],
  ['PATCH', '', '{"webhook_url":"javascript:alert(1)"}'],
  ['POST', '/webhook_url', '{}'],
  ['PATCH', '{client}', '{"max_channels":-1}'],
  ['POST', '{clientChannel}/control/cancellation_request', '{"enabled":"no"}'],
  ['POST', '{account}/waba_templates', JSON.stringify({ ...TEMPLATE, components: [] })],
  ['POST', '{account}/flows', '{"name":" "}'],
])('%s %s with the body %j is 400', async (method, path, body) => {
  expect(await call(await resolve(path), { method, ...(body !== undefined && { body }) })).toEqual(refusal(400));
});

async function resolve(path: string): Promise<string> {
  const paths: Record<string, string> = await firstChannel();
  return path.replace(/\{(\w+)\}/, (_, name: string) => paths[name] ?? '');
}

/** A body that the endpoint accepts. */
const BODIES: Readonly<Record<string, unknown>> = {
  'POST /webhook_url': { webhook_url: null },
  'PATCH /settings/partner_change_request': { auto_approve: true },
  'PATCH /settings/account_sharing': { solution_id: '1', business_manager_id: '2' },
  'POST /account_sharing/numbers': { solution_id: '1', waba_external_id: '2', client_id: '3' },
  'POST /account_sharing/clients': { organisation: { name: 'Velo' }, user: { email: 'ada@velo.example' } },
  'POST /waba_accounts/{account_id}/waba_templates': TEMPLATE,
  'PATCH /waba_accounts/{account_id}/waba_templates/{template_id}': { components: TEMPLATE.components },
  'POST /waba_accounts/{account_id}/flows': { name: 'Booking' },
};

async function pathOf(template: string): Promise<string> {
  const { channel, client, account } = await firstChannel();
  const first = async (path: string, list: string): Promise<string> =>
    ((await call(path)).body as Record<string, { id: string }[]>)[list]?.[0]?.id ?? '';
  const ids: Record<string, string> = {
    client_id: client.replace('/clients/', ''),
    channel_id: channel.replace('/channels/', ''),
    account_id: account.replace('/waba_accounts/', ''),
    template_id: await first(`${account}/waba_templates`, 'waba_templates'),
    flow_id: await first(`${account}/flows`, 'flows'),
    request_id: await first('/selective_partner_change_requests', 'selective_partner_change_requests'),
  };
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '');
}

test.each(PARTNER_API_ENDPOINTS)('$method $path exists', async ({ method, path }) => {
  const target = await pathOf(path);
  // A channel's key can be deleted once it is there.
  if (path.endsWith('/api_keys')) await call(target, { method: 'POST' });
  const body = JSON.stringify(BODIES[`${method} ${path}`] ?? {});
  const isUpload = method === 'POST' && path.endsWith('/assets');

  const { status } = await call(target, ['POST', 'PATCH'].includes(method) ? { method, body } : { method });

  // An upload without a file is refused, by the endpoint that takes uploads.
  if (isUpload) expect(status).toBe(400);
  else expect([200, 201]).toContain(status);
});

test('templates are edited under the other prefix, too', async () => {
  const path = await pathOf('/waba_accounts/{account_id}/waba_templates/{template_id}');
  const edit = { method: 'PATCH', body: JSON.stringify({ components: [{ type: 'BODY', text: 'New' }] }) };

  const edited = await callPath(`/v1/partners/demoPA${path}`, { ...edit, headers: { 'x-partner-id': 'demoPA' } });

  expect(edited).toMatchObject({ status: 200, body: { components: [{ text: 'New' }], status: 'submitted' } });
  const foreign = await callPath(`/v1/partners/demoPA${path}`, { ...edit, headers: { 'x-partner-id': 'otherPA' } });
  expect(foreign).toEqual(refusal(403));
});

test('HEAD is GET without the body', async () => {
  const request = httpRequest(`${upstream.origin}/api/v2/partners/demoPA/clients`, {
    method: 'HEAD',
    headers: { 'x-partner-id': 'demoPA' },
    agent: false,
  });
  request.end();
  const [response]: [IncomingMessage] = await (once(request, 'response') as Promise<[IncomingMessage]>);

  expect(response.statusCode).toBe(200);
  expect(Number(response.headers['content-length'])).toBeGreaterThan(1000);
  expect(await buffer(response)).toHaveLength(0);
});

describe('simulated failures', () => {
  const simulate = (body: object) => call('/simulated_failures', { method: 'POST', body: JSON.stringify(body) });

  test.each([{ status: 200 }, { status: 429, count: 0 }, { status: 503, retry_after: -1 }, {}])(
    '%j is 400',
    async (body) => {
      expect(await simulate(body)).toEqual(refusal(400));
      expect((await call('/clients')).status).toBe(200);
    },
  );

  test.each([
    [429, '7'],
    [500, undefined],
    [502, undefined],
    [503, '7'],
    [504, undefined],
  ])('the next two calls of the partner are %i, and no other', async (status, retryAfter) => {
    expect(await simulate({ status, count: 2, retry_after: 7 })).toMatchObject({ status: 201 });

    expect((await call('/clients', {}, 'otherPA')).status).toBe(200);
    expect((await call('/echo')).status).toBe(200);
    for (const path of ['/clients', '/channels']) expect(await call(path)).toEqual({ ...refusal(status), retryAfter });
    expect((await call('/clients')).status).toBe(200);
  });

  test('are taken back', async () => {
    await simulate({ status: 500, count: 9 });

    expect((await call('/simulated_failures', { method: 'DELETE' })).status).toBe(200);
    expect((await call('/clients')).status).toBe(200);
    expect(await call('/simulated_failures', { method: 'DELETE' })).toEqual(refusal(404));
  });
});

describe('filters', () => {
  test.each([
    ['null', 8],
    ['', 8],
    ["{'name':'Velo Chablis'}", 1],
    ['{"name":"Velo Chablis"}', 1],
    ['{"contact_info.country":"DE"}', expect.any(Number)],
  ])('%s finds what it should', async (filters, total) => {
    const { status, body } = await call(`/clients?filters=${encodeURIComponent(filters)}`);

    expect(status).toBe(200);
    expect(body).toMatchObject({ total });
  });
});

describe('one call after the other', () => {
  test.each<[string, ...[method: string, path: string, body: unknown, status: number, response: unknown][]]>([
    [
      'a URL is changed, the rest stays',
      ['PATCH', '', { webhook_url: 'https://new.example/hook', id: 'x' }, 200, { id: 'demoPA' }],
      ['GET', '/webhook_url', undefined, 200, { webhook_url: 'https://new.example/hook' }],
      ['POST', '/webhook_url', { webhook_url: null }, 200, { webhook_url: null }],
      ['GET', '', undefined, 200, { webhook_url: null, brand_name: 'Parley Works' }],
    ],
    ['the balance is a list', ['GET', '/balance', undefined, 200, [{ currency: 'usd', total: expect.any(Number) }]]],
    [
      'a client is changed',
      ['PATCH', '{client}', { partner_payload: { a: 'é' } }, 200, { partner_payload: { a: 'é' } }],
    ],
    [
      'a channel has one key, and its text is shown once',
      ['POST', '{channel}/api_keys', undefined, 201, { address: expect.any(String), api_key: expect.any(String) }],
      ['POST', '{channel}/api_keys', {}, 201, { app_id: expect.any(String), id: expect.any(String) }],
      [
        'GET',
        '{channel}/api_keys',
        undefined,
        200,
        { total: 1, api_keys: [expect.not.objectContaining({ api_key: expect.anything() })] },
      ],
      ['DELETE', '{channel}/api_keys', undefined, 200, { meta: { success: true, http_code: 200 } }],
      ['DELETE', '{channel}/api_keys', undefined, 404, {}],
    ],
    [
      'a cancellation is requested and taken back',
      ['POST', '{clientChannel}/control/cancellation_request', undefined, 200, { enabled: true }],
      ['GET', '{channel}', undefined, 200, { hub_status: 'cancellation_requested', cancelled_at: expect.any(String) }],
      ['POST', '{clientChannel}/control/reactivate', {}, 200, { enabled: true }],
      ['GET', '{channel}', undefined, 200, { hub_status: 'live', cancelled_at: null }],
    ],
    [
      'a template is created once',
      ['POST', '{account}/waba_templates', TEMPLATE, 201, { ...TEMPLATE, status: 'submitted' }],
      ['POST', '{account}/waba_templates', TEMPLATE, 409, {}],
      ['GET', '{account}/waba_templates', undefined, 200, { total: 4 }],
    ],
  ])('%s', async (_, ...calls) => {
    for (const [method, path, body, status, response] of calls) {
      const sent = body === undefined ? { method } : { method, body: JSON.stringify(body) };
      expect(await call(await resolve(path), sent)).toMatchObject({ status, body: response });
    }
  });
});

test.each([
  ['another media type', 'application/json', '{}'],
  ['no boundary', 'multipart/form-data', '--x--'],
  ['another boundary', 'multipart/form-data; boundary=y', '--x\r\n\r\n--x--\r\n'],
  [
    'no end',
    'multipart/form-data; boundary=x',
    '--x\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\nab',
  ],
])('an upload with %s is 400', async (_, type, body) => {
  const { account } = await firstChannel();
  const flow = await call(`${account}/flows`, { method: 'POST', body: '{"name":"Booking"}' });
  const path = `${account}/flows/${(flow.body as { id: string }).id}/assets`;
  expect(await call(path, { method: 'POST', body, headers: { 'content-type': type } })).toMatchObject({ status: 400 });
});

test('the usage of months is the sum of their days', async () => {
  const usage = async (granularity: string) => {
    const query = `start_date=1767225600&end_date=1772323199&granularity=${granularity}`;
    const { body } = await call(await resolve(`{client}/info/balance?${query}`));
    return (body as { usage: { total_price: number }[] }).usage.map(({ total_price }) => total_price);
  };
  const sum = (prices: number[]) => prices.reduce((total, price) => total + price, 0);
  const [days, months] = [await usage('DAY'), await usage('month')];
  expect([days.length, months.length]).toEqual([59, 2]);
  expect(sum(days)).toBeGreaterThan(0);
  expect(sum(days)).toBeCloseTo(sum(months), 2);
});

describe('lists', () => {
  test('carry the envelope, sort, and hold the same data after every start', async () => {
    const { body } = await call('/clients?limit=3&offset=6&sort=-name');
    const page = { count: 2, total: 8, limit: 3, offset: 6, sort: ['-name'], filters: {} };
    expect(body).toMatchObject({ ...page, clients: [{ name: 'Cedar Street Dental' }, { name: 'Bäckerei Lindenhof' }] });
    const again = await start();
    const paths = ['/channels', (await firstChannel('newPA')).account.concat('/waba_templates')];
    for (const [index, partnerId] of ['demoPA', 'newPA'].entries()) {
      const path = paths[index] ?? '';
      expect(await call(path, {}, partnerId, again)).toEqual(await call(path, {}, partnerId));
    }
    await again.close();
  });
});

test('the echo shows the method, the path with its query and every header, also doubled ones', async () => {
  const headers = { Authorization: ['Bearer a', 'Bearer b'], 'X-API-Key': 'redacted' };
  expect(await call('/echo?a=%2F&a=2', { method: 'PUT', headers, body: 'not JSON' })).toMatchObject({
    status: 200,
    body: {
      method: 'PUT',
      path: '/api/v2/partners/demoPA/echo?a=%2F&a=2',
      headers: { 'x-partner-id': 'demoPA', authorization: 'Bearer a, Bearer b', 'x-api-key': 'redacted' },
    },
  });
});
