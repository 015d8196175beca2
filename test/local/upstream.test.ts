import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Header, HttpRequest } from '../../tools/client/http.ts';
import { randomText, withWrongChecksum } from '../support/api-key.ts';
import { request } from '../support/local-run.ts';
import { echoCall, echoPath, withKey, withToken } from '../support/partner-calls.ts';
import {
  createApiKey,
  createLegacyToken,
  createPartner,
  type StoredApiKey,
  type StoredToken,
} from '../support/records.ts';

let partnerId: string;
let apiKey: StoredApiKey;
let token: StoredToken;

beforeAll(async () => {
  partnerId = await createPartner();
  apiKey = await createApiKey(partnerId);
  token = await createLegacyToken(partnerId);
});

/** A call with the partner's key, to a path behind the partner's ID. */
async function call(path: string, options: Omit<HttpRequest, 'path'> = {}) {
  const headers = [withKey(apiKey.key), ...(options.headers ?? [])];
  return request({ ...options, path: `/api/v2/partners/${partnerId}${path}`, headers });
}

async function received(...headers: readonly Header[]): Promise<Record<string, string>> {
  const response = await request(echoCall(partnerId, ...headers));
  expect(response.status).toBe(200);
  return response.json.headers;
}

describe('the gateway tells the upstream who calls', () => {
  test('for a key', async () => {
    const headers = await received(withKey(apiKey.key));

    expect(headers).toMatchObject({
      'x-partner-id': partnerId,
      'x-credential-type': 'api_key',
      'x-credential-id': apiKey.keyId,
      'x-request-id': expect.stringMatching(/\S/),
    });
  });

  test('for a token', async () => {
    const headers = await received(withToken(token.token));

    expect(headers).toMatchObject({
      'x-partner-id': partnerId,
      'x-credential-type': 'legacy_token',
      'x-credential-id': token.userId,
      'x-request-id': expect.stringMatching(/\S/),
    });
  });

  // A client that chooses the ID could hide its calls behind those of another one in the upstream's log.
  test('with a request ID that the client cannot choose', async () => {
    const chosen = '9f0c3a52-6b1e-4d7a-8c55-0a1b2c3d4e5f';
    const headers: Header[] = [
      ['x-request-id', chosen],
      ['x-amzn-RequestId', chosen],
    ];
    const first = await received(withKey(apiKey.key), ...headers);
    const second = await received(withKey(apiKey.key), ...headers);

    expect(first['x-request-id']).not.toContain(chosen);
    expect(second['x-request-id']).not.toBe(first['x-request-id']);
  });
});

describe('the credential itself', () => {
  // If it reaches the upstream, its logs contain it, and their readers can call as the partner.
  test('does not reach the upstream: a key', async () => {
    const headers = await received(withKey(apiKey.key));

    expect(headers['x-api-key']).toBe('redacted');
    expect(JSON.stringify(headers)).not.toContain(apiKey.secret);
  });

  test('does not reach the upstream: a token', async () => {
    const headers = await received(withToken(token.token));

    expect(headers.authorization).toBe('redacted');
    expect(JSON.stringify(headers)).not.toContain(token.token);
  });

  test('does not reach the upstream: a token beside a key', async () => {
    const headers = await received(withKey(apiKey.key), withToken(token.token));

    expect(headers).toMatchObject({ 'x-api-key': 'redacted', authorization: 'redacted' });
    expect(JSON.stringify(headers)).not.toContain(token.token);
  });

  test.each(['D360-API-KEY', 'D360-Partner-API-Key'])(
    'does not reach the upstream: a key in %s beside another one',
    async (name) => {
      const headers = await received(withKey(apiKey.key), [name, withWrongChecksum(apiKey.key)]);

      expect(JSON.stringify(headers)).not.toContain(apiKey.secret);
    },
  );
});

describe('the call reaches the upstream as it was sent:', () => {
  test('method, path and other headers', async () => {
    const response = await request(
      echoCall(
        partnerId,
        withKey(apiKey.key),
        ['Accept-Language', 'de'],
        ['User-Agent', 'client/1'],
        ['X-Own', 'a, b'],
      ),
    );

    expect(response.json).toMatchObject({
      method: 'GET',
      path: echoPath(partnerId),
      headers: { 'accept-language': 'de', 'user-agent': 'client/1', 'x-own': 'a, b' },
    });
  });

  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('the method %s', async (method) => {
    const response = await call('/echo', { method });

    expect(response.json).toMatchObject({ method, path: echoPath(partnerId) });
  });

  test.each([
    '?limit=2&offset=1',
    '?a=1&a=2&b=',
    '?q=caf%C3%A9%20au%20lait',
    '?plus=1%2B1&amp=a%26b&eq=a%3Db&hash=%23&percent=100%25',
    '?filters=%7B%22setup_info.phone_number%22%3A%22493023125000%22%7D',
    '?sort=-created_at',
  ])('the query %s', async (query) => {
    const response = await call(`/echo${query}`);

    const [path, search] = response.json.path.split('?');
    expect(path).toBe(echoPath(partnerId));
    expect([...new URLSearchParams(search)].sort()).toEqual([...new URLSearchParams(query)].sort());
  });

  // The authorized path must be the forwarded path, however the client wrote it.
  test('the partner ID as it is in the record, not as the client has encoded it', async () => {
    const encoded = [...partnerId].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');

    const response = await request(echoCall(encoded, withKey(apiKey.key)));

    expect(response.json).toMatchObject({ path: echoPath(partnerId), headers: { 'x-partner-id': partnerId } });
  });

  test('a list with its filter', async () => {
    const channels = await call('/channels');
    const [channel] = channels.json.partner_channels;
    const filters = { 'setup_info.phone_number': channel.setup_info.phone_number };

    const response = await call(`/channels?limit=5&filters=${encodeURIComponent(JSON.stringify(filters))}`);

    expect(response.status).toBe(200);
    expect(response.json).toMatchObject({ count: 1, total: 1, limit: 5, filters });
    expect(response.json.partner_channels).toEqual([channel]);
  });
});

describe("the upstream's response reaches the client unchanged:", () => {
  test('its errors, too', async () => {
    const response = await call('/clients/none');

    expect(response.status).toBe(404);
    expect(response.json).toEqual({ meta: { success: false, http_code: 404, developer_message: expect.any(String) } });
  });

  test("the partner's data", async () => {
    const response = await call('');

    expect(response.status).toBe(200);
    expect(response.json.id).toBe(partnerId);
  });
});

describe('what real clients do', () => {
  async function firstChannel(): Promise<string> {
    const { json } = await call('/channels');
    return json.partner_channels[0].id;
  }

  test.each<[string, Omit<HttpRequest, 'path'>]>([
    ['without body and content type', { withoutLength: true }],
    ['with a body of length 0', {}],
    ['with {}', { body: '{}', headers: [['Content-Type', 'application/json']] }],
    ['with {} and no content type', { body: '{}' }],
    ['with a content type and no body', { headers: [['Content-Type', 'application/json']] }],
  ])("creates a channel's key by a POST %s, with exactly 201", async (_what, options) => {
    const response = await call(`/channels/${await firstChannel()}/api_keys`, { method: 'POST', ...options });

    expect(response.status).toBe(201);
    expect(response.json).toMatchObject({ address: expect.any(String), api_key: expect.any(String) });
  });

  test('works for a GET with a content type and an empty body', async () => {
    const response = await call('/clients', { headers: [['Content-Type', 'application/json']] });

    expect(response.status).toBe(200);
    expect(response.json.clients).toHaveLength(response.json.count);
  });

  test('works with a token and with a key alike', async () => {
    const byKey = await request({ path: `/api/v2/partners/${partnerId}/clients`, headers: [withKey(apiKey.key)] });
    const byToken = await request({ path: `/api/v2/partners/${partnerId}/clients`, headers: [withToken(token.token)] });

    expect(byKey.status).toBe(200);
    expect(byToken.body).toBe(byKey.body);
  });

  // In the cloud the gateway itself refuses this body, so only the status is promised.
  test('is refused for a body of more than 10 MB', async () => {
    const response = await call('/echo', { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1, 'a') });

    expect(response.status).toBe(413);
  });

  test('changes data by a PATCH with a JSON body beyond ASCII', async () => {
    const webhook = `https://hooks.example/${randomText(8)}/caf\u00e9-\u{1f511}`;

    const response = await call('', {
      method: 'PATCH',
      headers: [['Content-Type', 'application/json']],
      body: JSON.stringify({ webhook_url: encodeURI(webhook), partner_redirect_url: null }),
    });

    expect(response.status).toBe(200);
    expect((await call('/webhook_url')).json.webhook_url).toBe(encodeURI(webhook));
  });
});

describe('multipart', () => {
  async function newFlow(): Promise<string> {
    const { json } = await call('/channels');
    const account = json.partner_channels[0].waba_account.id;
    const flows = `/waba_accounts/${account}/flows`;
    const created = await call(flows, {
      method: 'POST',
      headers: [['Content-Type', 'application/json']],
      body: JSON.stringify({ name: randomText(8), categories: ['OTHER'] }),
    });
    return `${flows}/${created.json.id}`;
  }

  function formOf(boundary: string, content: Buffer): Buffer {
    const head = [
      `--${boundary}`,
      'Content-Disposition: form-data; name="name"',
      '',
      'flow.json',
      `--${boundary}`,
      'Content-Disposition: form-data; name="file"; filename="flow.json"',
      'Content-Type: application/octet-stream',
      '',
      '',
    ].join('\r\n');
    return Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  }

  const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

  // If it were treated as text, every byte outside UTF-8 would be replaced.
  test.each([
    ['every byte', everyByte],
    ['line ends of every kind', Buffer.from('\r\n\n\r\r\n\0\n')],
    ['a megabyte', Buffer.concat(Array.from({ length: 4096 }, () => everyByte))],
    ['nothing', Buffer.alloc(0)],
  ])('passes byte by byte: %s', async (_what, content) => {
    const boundary = `----${randomText(16)}`;

    const response = await call(`${await newFlow()}/assets`, {
      method: 'POST',
      headers: [['Content-Type', `multipart/form-data; boundary=${boundary}`]],
      body: formOf(boundary, content),
    });

    expect(response.status).toBe(200);
    expect(response.json.asset).toMatchObject({
      name: 'flow.json',
      size: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
  });
});
