import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SecretsManagerSecret } from '../../lambdas/adapters/aws/secrets-manager-secret.ts';
import { MessagingApiSender } from '../../lambdas/adapters/one-time-codes/messaging-api-sender.ts';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { type DeliveredMessage, startMessaging } from '../../local/services/messaging/start-messaging.ts';

const OK = { status: 200, body: '{"messaging_product":"whatsapp","messages":[{"id":"wamid.1"}]}' };
let server: Server;
let url: string;
/** Answers, in order; the last one is repeated. `null` never answers. */
let answers: ({ status: number; body: string } | null)[] = [];
let received: { path: string; key: string; body: string }[] = [];
let keys = ['right'];
let refreshed = 0;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { url: path = '', headers } = request;
    received.push({ path, key: String(headers['d360-api-key']), body: Buffer.concat(chunks).toString() });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer) response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/base`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answers = [OK];
  received = [];
  keys = ['right'];
  refreshed = 0;
});

const channelKey = {
  current: async () => ({ value: keys[0] ?? '', version: 'v' }),
  refresh: async () => {
    refreshed++;
    keys.shift();
    return keys.length > 0;
  },
} as unknown as SecretsManagerSecret;
const sender = (at = url) =>
  new MessagingApiSender({
    url: at,
    channelKey,
    templateName: 'partner_hub_otp',
    templateLanguage: 'en',
    timeoutMs: 300,
  });
const message = {
  to: '+4930901820',
  code: '012345',
  action: { purpose: 'rotate_api_key' as const, keyId: 'k', name: 'ERP', graceSeconds: 0, expiresAt: null },
  partnerId: 'demoPA',
  partnerName: 'Demo',
  requestedBy: 'a@b.example',
  requestedAtMs: 0,
  ip: null,
};

describe('a message is not sent', () => {
  it.each([
    ['a refusal', [{ status: 400, body: '{"error":{"message":"(#131026) undeliverable"}}' }], 1],
    ['a wrong key', [{ status: 401, body: '{}' }], 1],
    ['two failures in a row', [{ status: 500, body: '' }], 2],
    ['a redirect', [{ status: 302, body: '' }], 1],
    ['no JSON', [{ status: 200, body: '<html>' }], 1],
    ['an answer without a message', [{ status: 200, body: '{"messages":[]}' }], 1],
    ['no answer in time, which is not repeated: the message may be on its way', [null], 1],
  ])('%s', async (_, given, requests) => {
    answers = given;
    const sent = sender().send(message);
    await expect(sent).rejects.toThrow(DependencyError);
    // The code and what the service said may be in the cause only, which is never logged.
    await expect(sent).rejects.toThrow(/^The Messaging API (?:answered \d+|failed: [\w ]+)\.$/);
    expect(received).toHaveLength(requests);
  });

  it('when nobody listens', async () => {
    await expect(sender('http://127.0.0.1:9').send(message)).rejects.toThrow(DependencyError);
  });
});

describe('a message is sent', () => {
  it('with the second attempt after a failure of the service', async () => {
    answers = [{ status: 503, body: '' }, OK];
    await sender().send(message);
    expect(received).toHaveLength(2);
  });

  it('with a channel key that was rotated', async () => {
    keys = ['old', 'right'];
    answers = [{ status: 401, body: '{}' }, OK];
    await sender().send(message);
    expect(received.map(({ key }) => key)).toEqual(['old', 'right']);
    expect(refreshed).toBe(1);
  });

  it('as the template message that the public API documents, with the digits of the number', async () => {
    await sender().send(message);
    expect(received[0]?.path).toBe('/base/messages');
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '4930901820',
      type: 'template',
      template: {
        name: 'partner_hub_otp',
        language: { code: 'en' },
        components: [
          { type: 'body', parameters: [{ type: 'text', text: '012345' }] },
          { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '012345' }] },
        ],
      },
    });
  });

  it('to the local Messaging API, which checks the shape on its own', async () => {
    const delivered: DeliveredMessage[] = [];
    const local = await startMessaging({ channelKey: () => 'right', deliver: async (one) => void delivered.push(one) });
    await sender(local.origin).send(message);
    await local.close();
    expect(delivered).toHaveLength(1);
    expect(delivered[0]?.text.split('\n')).toContain('012345');
  });
});
