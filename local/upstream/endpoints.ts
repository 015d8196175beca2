import { z } from 'zod';
import type { Endpoint, Lookup, UpstreamCall } from './perform-call.ts';
import { uploadedAsset } from './uploaded-asset.ts';
import { usageFigures } from './usage-figures.ts';

const PARTNER: Lookup = { name: 'partner', in: 'partner' };
const CLIENT: Lookup = { name: 'client', in: 'clients', where: { id: 'client_id' } };
const BALANCE: Lookup = { name: 'balance', in: 'client_balances', where: { client_id: 'client_id' } };
const CHANNEL: Lookup = { name: 'channel', in: 'channels', where: { id: 'channel_id' } };
/** A channel is found only under its own client. */
const CLIENT_CHANNEL: Lookup = { ...CHANNEL, where: { id: 'channel_id', client_id: 'client_id' } };
/** A WABA account exists as a part of a channel. */
const ACCOUNT: Lookup = { name: 'account', in: 'channels', where: { 'waba_account.id': 'account_id' } };

const KEYS = 'channels/{channel_id}/api_keys';
const KEY: Lookup = { name: 'key', in: KEYS };
const TEMPLATES = 'waba_accounts/{account_id}/waba_templates';
const TEMPLATE: Lookup = { name: 'template', in: TEMPLATES, where: { id: 'template_id' } };
const FLOWS = 'waba_accounts/{account_id}/flows';
const FLOW: Lookup = { name: 'flow', in: FLOWS, where: { id: 'flow_id' } };
const CONTROL = 'clients/{client_id}/channels/{channel_id}/control';

const text = z.string().regex(/\S/);
const url = z.url({ protocol: /^https?$/ }).nullable();
/** Fields that an endpoint does not know are ignored: clients send back the whole object they have read. */
const NOTHING = z.object({});
const PARTNER_CHANGE = z.object({ webhook_url: url.optional(), partner_redirect_url: url.optional() });
const CLIENT_CHANGE = z.object({
  max_channels: z.int().nonnegative().optional(),
  partner_payload: z.json().optional(),
});
const NEW_TEMPLATE = z.object({
  name: text,
  category: text,
  language: text,
  components: z.array(z.json()).nonempty(),
});
const NEW_FLOW = z.object({ name: text, categories: z.array(z.string()).default(['OTHER']) });
/** Clients send nothing or `{}` as well as `{"enabled":true}`, and mean the same. */
const CANCELLATION = z.object({ enabled: z.boolean().default(true) });

const LIVE = { hub_status: 'live', cancelled_at: null };

/** The sample Partner API. Another endpoint costs an entry here, its data an entry in fixtures/. */
export const ENDPOINTS: readonly Endpoint[] = [
  { method: 'ANY', path: 'echo', body: echo },

  { method: 'GET', path: '', find: [PARTNER] },
  { method: 'PATCH', path: '', find: [PARTNER], input: PARTNER_CHANGE, action: { type: 'update' } },
  { method: 'GET', path: 'webhook_url', find: [PARTNER], body: { webhook_url: '{$.item.webhook_url}' } },
  {
    method: 'POST',
    path: 'webhook_url',
    find: [PARTNER],
    input: z.object({ webhook_url: url }),
    action: { type: 'update' },
    body: { webhook_url: '{$.item.webhook_url}' },
  },
  { method: 'GET', path: 'balance', find: [{ name: 'balance', in: 'balance' }], body: ['{$.item}'] },

  { method: 'GET', path: 'clients', action: { type: 'list', collection: 'clients', as: 'clients' } },
  { method: 'PATCH', path: 'clients/{client_id}', find: [CLIENT], input: CLIENT_CHANGE, action: { type: 'update' } },
  { method: 'GET', path: 'clients/{client_id}/info/balance', find: [CLIENT, BALANCE], body: usageFigures },
  {
    // Funds belong to the client, so the balance is the same for all of its channels.
    method: 'GET',
    path: 'clients/{client_id}/channels/{channel_id}/info/balance',
    find: [CLIENT, CLIENT_CHANNEL, BALANCE],
    body: usageFigures,
  },
  {
    method: 'POST',
    path: `${CONTROL}/cancellation_request`,
    find: [CLIENT, CLIENT_CHANNEL],
    input: CANCELLATION,
    action: {
      type: 'update',
      set: ({ input, item, now }) =>
        input.enabled ? { hub_status: 'cancellation_requested', cancelled_at: item.cancelled_at ?? now } : LIVE,
    },
    body: { enabled: '{$.input.enabled}' },
  },
  {
    method: 'POST',
    path: `${CONTROL}/reactivate`,
    find: [CLIENT, CLIENT_CHANNEL],
    input: NOTHING,
    action: { type: 'update', set: LIVE },
    body: { enabled: true },
  },

  { method: 'GET', path: 'channels', action: { type: 'list', collection: 'channels', as: 'partner_channels' } },
  { method: 'GET', path: 'channels/{channel_id}', find: [CHANNEL] },
  { method: 'GET', path: KEYS, find: [CHANNEL], action: { type: 'list', collection: KEYS, as: 'api_keys' } },
  {
    // A channel has one key at a time, and its text is shown once. Clients insist on the status 201.
    method: 'POST',
    path: KEYS,
    find: [CHANNEL],
    input: NOTHING,
    action: {
      type: 'create',
      collection: KEYS,
      replaces: true,
      item: {
        id: '{$.random.id}AK',
        app_id: '{$.found.channel.integration.app_id}',
        address: 'https://messaging.partner-api.example',
        created_at: '{$.now}',
      },
    },
    status: 201,
    body: {
      address: '{$.item.address}',
      api_key: '{$.random.secret}',
      app_id: '{$.item.app_id}',
      id: '{$.item.id}',
    },
  },
  { method: 'DELETE', path: KEYS, find: [CHANNEL, KEY], action: { type: 'delete' } },

  {
    method: 'GET',
    path: TEMPLATES,
    find: [ACCOUNT],
    action: { type: 'list', collection: TEMPLATES, as: 'waba_templates' },
  },
  {
    method: 'POST',
    path: TEMPLATES,
    find: [ACCOUNT],
    input: NEW_TEMPLATE,
    action: {
      type: 'create',
      collection: TEMPLATES,
      unique: ['name', 'language'],
      item: {
        id: '{$.random.id}WT',
        name: '{$.input.name}',
        category: '{$.input.category}',
        language: '{$.input.language}',
        status: 'submitted',
        namespace: '{$.found.account.waba_account.namespace}',
        components: '{$.input.components}',
        created_at: '{$.now}',
        modified_at: '{$.now}',
      },
    },
    status: 201,
  },
  { method: 'DELETE', path: `${TEMPLATES}/{template_id}`, find: [ACCOUNT, TEMPLATE], action: { type: 'delete' } },

  {
    method: 'POST',
    path: FLOWS,
    find: [ACCOUNT],
    input: NEW_FLOW,
    action: {
      type: 'create',
      collection: FLOWS,
      item: {
        id: '1{$.random.digits}',
        name: '{$.input.name}',
        categories: '{$.input.categories}',
        status: 'DRAFT',
      },
    },
    status: 201,
  },
  { method: 'POST', path: `${FLOWS}/{flow_id}/assets`, find: [ACCOUNT, FLOW], body: uploadedAsset },
  {
    method: 'POST',
    path: `${FLOWS}/{flow_id}/publish`,
    find: [ACCOUNT, FLOW],
    input: NOTHING,
    action: { type: 'update', set: { status: 'PUBLISHED' } },
    body: { success: true, id: '{$.item.id}', status: '{$.item.status}' },
  },
];

/**
 * Returns what reached the upstream. The headers come from the raw list, since the parsed object silently drops the
 * second of two `authorization` headers, which a test must be able to see; repeated ones are joined with a comma.
 */
function echo({ method, url, rawHeaders }: UpstreamCall): object {
  const headers = new Map<string, string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = String(rawHeaders[index]).toLowerCase();
    const value = String(rawHeaders[index + 1]);
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return { method, path: url, headers: Object.fromEntries(headers) };
}
