import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startUpstream, type UpstreamServer } from '../../local/upstream/start-upstream.ts';

let upstream: UpstreamServer;

beforeEach(async () => {
  upstream = await startUpstream({ port: 0, hubUrl: 'https://hub.example.com' });
});
afterEach(() => upstream.close());

async function call(path: string, init: RequestInit = {}) {
  const response = await fetch(`${upstream.origin}/api/v2/partners/demoPA${path}`, {
    ...init,
    headers: { 'x-partner-id': 'demoPA', ...init.headers },
  });
  const body: unknown = await response.json();
  return { status: response.status, body };
}

interface SampleChannel {
  readonly id: string;
  readonly client_id: string;
  readonly waba_account: { readonly id: string; readonly namespace: string };
}

async function sampleChannel(): Promise<SampleChannel> {
  const { body } = await call('/channels?limit=1');
  const [channel] = (body as { partner_channels: SampleChannel[] }).partner_channels;
  if (channel === undefined) throw new Error('The sample data has no channel.');
  return channel;
}

const success = { meta: { success: true, http_code: 200, developer_message: expect.any(String) } };
const post = (value?: unknown) => ({ method: 'POST', ...(value !== undefined && { body: JSON.stringify(value) }) });
const patch = (value: unknown) => ({ method: 'PATCH', body: JSON.stringify(value) });

describe('the partner and its clients', () => {
  test('URLs that are not http are refused; good ones are kept, others stay as they were', async () => {
    const { body: before } = await call('');
    expect(await call('', patch({ webhook_url: 'javascript:alert(1)' }))).toMatchObject({ status: 400 });
    expect(await call('', patch({ webhook_url: 'https://new.example/hook' }))).toMatchObject({ status: 200 });
    const { body: after } = await call('');
    expect(after).toMatchObject({
      ...(before as object),
      webhook_url: 'https://new.example/hook',
      modified_at: expect.any(String),
    });
    expect(await call('/webhook_url', post({}))).toMatchObject({ status: 400 });
    expect(await call('/webhook_url', post({ webhook_url: null }))).toEqual({
      status: 200,
      body: { webhook_url: null },
    });
    expect(await call('/webhook_url')).toEqual({ status: 200, body: { webhook_url: null } });
    expect(await call('/balance')).toEqual({ status: 200, body: [{ currency: 'usd', total: expect.any(Number) }] });
  });

  test("a client's payload and number of channels can be changed", async () => {
    const { client_id } = await sampleChannel();
    const change = { partner_payload: { crm: 'é', tier: 2 }, max_channels: 7 };
    expect(await call(`/clients/${client_id}`, patch({ max_channels: -1 }))).toMatchObject({ status: 400 });
    expect(await call(`/clients/${client_id}`, patch(change))).toMatchObject({ status: 200, body: change });
  });

  test('usage by day and by month agrees, and a range that makes no sense is 400', async () => {
    const { id, client_id } = await sampleChannel();
    const range = 'start_date=1767225600&end_date=1772323199';
    interface Balance {
      readonly usage: { readonly period_date: string; readonly total_price: number }[];
    }
    const usage = async (path: string, granularity: string) => {
      const { body } = await call(`${path}/info/balance?${range}&granularity=${granularity}`);
      return (body as Balance).usage;
    };
    const days = await usage(`/clients/${client_id}`, 'DAY');
    const months = await usage(`/clients/${client_id}`, 'MONTH');
    const sum = (entries: Balance['usage']) => entries.reduce((total, { total_price }) => total + total_price, 0);
    expect(days).toHaveLength(59);
    expect(months.map(({ period_date }) => period_date)).toEqual(['2026-01-01', '2026-02-01']);
    expect(sum(days)).toBeCloseTo(sum(months), 2);
    expect(sum(days)).toBeGreaterThan(0);
    expect(sum(await usage(`/clients/${client_id}/channels/${id}`, 'MONTH'))).toBeLessThanOrEqual(sum(months));
    for (const query of [
      'granularity=YEAR',
      'start_date=x',
      'start_date=2&end_date=1',
      'start_date=1&end_date=1772323199',
    ]) {
      expect(await call(`/clients/${client_id}/info/balance?${query}`)).toMatchObject({ status: 400 });
    }
  });
});

describe('channels', () => {
  test.each([
    ['no body and no Content-Type', { method: 'POST' }],
    ['an empty object', post({})],
    ['an empty body announced as JSON', { method: 'POST', headers: { 'content-type': 'application/json' } }],
  ])('a key is created with %s and status 201, replacing the earlier one', async (_case, init) => {
    const { id } = await sampleChannel();
    await call(`/channels/${id}/api_keys`, init);
    const { status, body } = await call(`/channels/${id}/api_keys`, init);
    expect(status).toBe(201);
    expect(body).toEqual({
      address: expect.any(String),
      api_key: expect.any(String),
      app_id: expect.any(String),
      id: expect.any(String),
    });
    const listed = await call(`/channels/${id}/api_keys`);
    expect(listed.body).toMatchObject({ total: 1, api_keys: [{ id: (body as { id: string }).id }] });
    expect(JSON.stringify(listed.body)).not.toContain((body as { api_key: string }).api_key);
    expect(await call(`/channels/${id}/api_keys`, { method: 'DELETE' })).toEqual({ status: 200, body: success });
    expect(await call(`/channels/${id}/api_keys`, { method: 'DELETE' })).toMatchObject({ status: 404 });
  });

  test('GET with a Content-Type and no body is an ordinary GET', async () => {
    const { id } = await sampleChannel();
    const headers = { 'content-type': 'application/json' };
    expect(await call(`/channels/${id}`, { headers })).toMatchObject({ status: 200, body: { id } });
  });

  test('cancellation can be requested and taken back, under the right client only', async () => {
    const { id, client_id } = await sampleChannel();
    const control = `/clients/${client_id}/channels/${id}/control`;
    const { body } = await call('/clients');
    const other = (body as { clients: { id: string }[] }).clients.find((client) => client.id !== client_id);
    expect(await call(`/clients/${other?.id}/channels/${id}/control/reactivate`, post())).toMatchObject({
      status: 404,
    });
    expect(await call(`${control}/cancellation_request`, post({ enabled: 'no' }))).toMatchObject({ status: 400 });
    expect(await call(`${control}/cancellation_request`, post())).toEqual({ status: 200, body: { enabled: true } });
    expect((await call(`/channels/${id}`)).body).toMatchObject({ hub_status: 'cancellation_requested' });
    expect(await call(`${control}/reactivate`, post({}))).toEqual({ status: 200, body: { enabled: true } });
    expect((await call(`/channels/${id}`)).body).toMatchObject({ hub_status: 'live', cancelled_at: null });
  });
});

describe('templates and flows', () => {
  test('a template is refused without its parts, else created, listed and deleted', async () => {
    const { id, namespace } = (await sampleChannel()).waba_account;
    const templates = `/waba_accounts/${id}/waba_templates`;
    const template = { name: 'hello', language: 'en', category: 'UTILITY', components: [{ type: 'BODY', text: 'Hi' }] };
    expect(await call(templates, post({ ...template, components: [] }))).toMatchObject({ status: 400 });
    expect(await call(templates, post())).toMatchObject({ status: 400 });
    const created = await call(templates, post(template));
    expect(created).toMatchObject({ status: 201, body: { ...template, namespace, status: 'submitted' } });
    expect(await call(templates, post(template))).toMatchObject({ status: 409 });
    expect((await call(templates)).body).toMatchObject({ total: 4 });
    const path = `${templates}/${(created.body as { id: string }).id}`;
    expect(await call(path, { method: 'DELETE' })).toEqual({ status: 200, body: success });
    expect(await call(path, { method: 'DELETE' })).toMatchObject({ status: 404 });
  });

  test('the bytes of a multipart upload are those that were sent', async () => {
    const flows = `/waba_accounts/${(await sampleChannel()).waba_account.id}/flows`;
    const { status, body: flow } = await call(flows, post({ name: 'Booking', categories: ['APPOINTMENT_BOOKING'] }));
    expect(status).toBe(201);
    const flowPath = `${flows}/${(flow as { id: string }).id}`;
    const content = randomBytes(3_000_000);
    const form = new FormData();
    form.set('name', 'flow.json');
    form.set('asset_type', 'FLOW_JSON');
    form.set('file', new Blob([content], { type: 'application/json' }), 'flow.json');

    const uploaded = await call(`${flowPath}/assets`, { method: 'POST', body: form });

    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(uploaded).toMatchObject({
      status: 200,
      body: { success: true, asset: { name: 'flow.json', size: content.length, sha256 } },
    });
    expect(await call(`${flowPath}/publish`, post())).toMatchObject({ status: 200, body: { success: true } });
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
    [
      'no file',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="name"\r\n\r\nab\r\n--x--\r\n',
    ],
  ])('an upload with %s is 400', async (_case, type, body) => {
    const flows = `/waba_accounts/${(await sampleChannel()).waba_account.id}/flows`;
    const { body: flow } = await call(flows, post({ name: 'Booking' }));
    const path = `${flows}/${(flow as { id: string }).id}/assets`;
    expect(await call(path, { method: 'POST', body, headers: { 'content-type': type } })).toMatchObject({
      status: 400,
    });
  });
});
