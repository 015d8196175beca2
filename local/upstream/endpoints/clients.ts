import { z } from 'zod';
import type { Endpoint, Lookup } from '../perform-call.ts';
import { usageFigures } from '../usage-figures.ts';
import { CLIENT, CLIENT_CHANNEL } from './lookups.ts';

const BALANCE: Lookup = { name: 'balance', in: 'client_balances', where: { client_id: 'client_id' } };
const IN_CHANNEL = 'clients/{client_id}/channels/{channel_id}';
const SETTINGS = `${IN_CHANNEL}/whatsapp_commerce_settings`;

const CLIENT_CHANGE = z.object({
  max_channels: z.int().nonnegative().optional(),
  partner_payload: z.json().optional(),
});
/** Clients send nothing or `{}` as well as `{"enabled":true}`, and mean the same. */
const CANCELLATION = z.object({ enabled: z.boolean().default(true) });
const LIVE = { hub_status: 'live', cancelled_at: null };

/** The partner's clients, and what belongs to a client's channel. */
export const CLIENT_ENDPOINTS: readonly Endpoint[] = [
  { method: 'GET', path: 'clients', action: { type: 'list', collection: 'clients', as: 'clients' } },
  { method: 'PATCH', path: 'clients/{client_id}', find: [CLIENT], input: CLIENT_CHANGE, action: { type: 'update' } },
  { method: 'GET', path: 'clients/{client_id}/info/balance', find: [CLIENT, BALANCE], body: usageFigures },
  // Funds belong to the client, so the balance is the same for all of its channels.
  { method: 'GET', path: `${IN_CHANNEL}/info/balance`, find: [CLIENT, CLIENT_CHANNEL, BALANCE], body: usageFigures },
  { method: 'GET', path: `${IN_CHANNEL}/info/usage`, find: [CLIENT, CLIENT_CHANNEL, BALANCE], body: usageFigures },
  {
    method: 'POST',
    path: `${IN_CHANNEL}/control/cancellation_request`,
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
    path: `${IN_CHANNEL}/control/reactivate`,
    find: [CLIENT, CLIENT_CHANNEL],
    input: z.object({}),
    action: { type: 'update', set: LIVE },
    body: { enabled: true },
  },
  {
    method: 'GET',
    path: SETTINGS,
    find: [CLIENT, CLIENT_CHANNEL, { name: 'commerce settings', in: SETTINGS }],
  },
];
