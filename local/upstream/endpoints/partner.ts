import { z } from 'zod';
import type { Endpoint, Lookup } from '../perform-call.ts';
import { PARTNER } from './lookups.ts';

const url = z.url({ protocol: /^https?$/ }).nullable();
const PARTNER_CHANGE = z.object({ webhook_url: url.optional(), partner_redirect_url: url.optional() });
const NOTHING = z.object({});

const CHANGE_REQUESTS = 'selective_partner_change_requests';
const CHANGE_REQUEST: Lookup = { name: 'change request', in: CHANGE_REQUESTS, where: { id: 'request_id' } };

/** The partner itself, its settings, and its clients' requests to change to it. */
export const PARTNER_ENDPOINTS: readonly Endpoint[] = [
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
  {
    method: 'PATCH',
    path: 'settings/partner_change_request',
    find: [PARTNER],
    input: z.object({ auto_approve: z.boolean() }),
    action: { type: 'update', set: ({ item, input }) => ({ settings: { ...Object(item.settings), ...input } }) },
    body: { auto_approve: '{$.input.auto_approve}' },
  },
  { method: 'GET', path: 'balance', find: [{ name: 'balance', in: 'balance' }], body: ['{$.item}'] },
  {
    method: 'GET',
    path: CHANGE_REQUESTS,
    action: { type: 'list', collection: CHANGE_REQUESTS, as: 'selective_partner_change_requests' },
  },
  {
    method: 'POST',
    path: `${CHANGE_REQUESTS}/{request_id}/approve`,
    find: [CHANGE_REQUEST],
    input: NOTHING,
    action: { type: 'update', set: { status: 'approved' } },
  },
];
