import { z } from 'zod';
import type { Endpoint, Lookup } from '../perform-call.ts';
import { CHANNEL } from './lookups.ts';

const KEYS = 'channels/{channel_id}/api_keys';
const KEY: Lookup = { name: 'key', in: KEYS };

/** Channels and their own keys. */
export const CHANNEL_ENDPOINTS: readonly Endpoint[] = [
  { method: 'GET', path: 'channels', action: { type: 'list', collection: 'channels', as: 'partner_channels' } },
  { method: 'GET', path: 'channels/{channel_id}', find: [CHANNEL] },
  { method: 'GET', path: KEYS, find: [CHANNEL], action: { type: 'list', collection: KEYS, as: 'api_keys' } },
  {
    // A channel has one key at a time, and its text is shown once. Clients insist on the status 201.
    method: 'POST',
    path: KEYS,
    find: [CHANNEL],
    input: z.object({}),
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
];
