import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type DeliveredMessage,
  type MessagingServer,
  startMessaging,
} from '../../local/services/messaging/start-messaging.ts';

let server: MessagingServer;
let channelKey = 'a channel key';
const deliver = jest.fn<(message: DeliveredMessage) => Promise<void>>(async () => undefined);

beforeAll(async () => {
  server = await startMessaging({ channelKey: () => channelKey, deliver });
});

afterAll(() => server.close());

const text = (code: string) => [{ type: 'text', text: code }];
const body = { type: 'body', parameters: text('123456') };
const button = { type: 'button', sub_type: 'url', index: '0', parameters: text('123456') };
const template = { name: 'partner_hub_otp', language: { code: 'en' }, components: [body, button] };
const message = {
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  to: '+4930901820',
  type: 'template',
  template,
};

function post(payload: unknown, headers: Record<string, string> = { 'D360-API-KEY': channelKey }) {
  return fetch(`${server.origin}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
}

describe('refuses and delivers nothing:', () => {
  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['a list', []],
    ['another product', { ...message, messaging_product: 'sms' }],
    ['another type', { ...message, type: 'text' }],
    ['a group', { ...message, recipient_type: 'group' }],
    ['no phone number', { ...message, to: 'owner@demo.example' }],
    ['an unknown member', { ...message, preview_url: true }],
    ['no template', { ...message, template: undefined }],
    ['an ill-named template', { ...message, template: { ...template, name: 'Partner Hub' } }],
    ['no language', { ...message, template: { ...template, language: {} } }],
    ['no button', { ...message, template: { ...template, components: [body] } }],
    ['the wrong order', { ...message, template: { ...template, components: [button, body] } }],
    ['another button', { ...message, template: { ...template, components: [body, { ...button, index: '1' }] } }],
    [
      'two codes',
      { ...message, template: { ...template, components: [body, { ...button, parameters: text('654321') }] } },
    ],
    [
      'a text instead of a code',
      { ...message, template: { ...template, components: [{ ...body, parameters: text('call me now') }, button] } },
    ],
    ['too much', { ...message, to: '1'.repeat(70_000) }],
  ])('%s', async (_, payload) => {
    deliver.mockClear();
    const response = await post(payload);
    expect([400, 413]).toContain(response.status);
    expect(await response.json()).toEqual({
      error: {
        message: '(#100) Invalid parameter',
        type: 'OAuthException',
        code: 100,
        error_data: { messaging_product: 'whatsapp', details: expect.any(String) },
        fbtrace_id: expect.any(String),
      },
    });
    expect(deliver).not.toHaveBeenCalled();
  });

  it.each<[string, Record<string, string>]>([
    ['no key', {}],
    ['another key', { 'D360-API-KEY': 'another key' }],
    ['the key in another header', { authorization: 'Bearer a channel key' }],
  ])('%s', async (_, headers) => {
    deliver.mockClear();
    const response = await post(message, headers);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 190 } });
    expect(deliver).not.toHaveBeenCalled();
  });

  it('another path or method', async () => {
    const headers = { 'D360-API-KEY': channelKey };
    expect((await fetch(`${server.origin}/messages`, { headers })).status).toBe(404);
    expect((await fetch(`${server.origin}/v1/messages`, { method: 'POST', headers })).status).toBe(404);
  });
});

describe('takes', () => {
  it('an authentication template message and shows the code alone on a line', async () => {
    deliver.mockClear();
    const response = await post(message);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      messaging_product: 'whatsapp',
      contacts: [{ input: '+4930901820', wa_id: '4930901820' }],
      messages: [{ id: expect.stringMatching(/^wamid\./) }],
    });
    expect(deliver).toHaveBeenCalledTimes(1);
    expect(deliver).toHaveBeenCalledWith(
      expect.objectContaining({ to: '+4930901820', text: expect.stringMatching(/^123456$/m) }),
    );
    expect(deliver.mock.calls[0]?.[0].subject).not.toContain('123456');
  });

  it('the current key', async () => {
    channelKey = 'the next channel key';
    expect((await post(message, { 'D360-API-KEY': 'a channel key' })).status).toBe(401);
    expect((await post(message)).status).toBe(200);
  });

  it('the button index as a number', async () => {
    const components = [body, { ...button, index: 0 }];
    expect((await post({ ...message, template: { ...template, components } })).status).toBe(200);
  });
});

it('responds with 500 in the same shape if the message cannot be delivered', async () => {
  const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  deliver.mockRejectedValueOnce(new Error('mailbox full'));
  const response = await post(message);
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({ error: { code: 131000 } });
  expect(error).toHaveBeenCalledTimes(1);
  error.mockRestore();
});
