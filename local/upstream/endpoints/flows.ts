import { z } from 'zod';
import type { Endpoint, Lookup } from '../perform-call.ts';
import { uploadedAsset } from '../uploaded-asset.ts';
import { ACCOUNT } from './lookups.ts';

const FLOWS = 'waba_accounts/{account_id}/flows';
const FLOW: Lookup = { name: 'flow', in: FLOWS, where: { id: 'flow_id' } };
const ASSETS = `${FLOWS}/{flow_id}/assets`;

const NOTHING = z.object({});
const NEW_FLOW = z.object({
  name: z.string().regex(/\S/),
  categories: z.array(z.string()).default(['OTHER']),
  clone_flow_id: z.string().optional(),
  endpoint_uri: z.url().optional(),
});

const become = (status: string) => ({
  find: [ACCOUNT, FLOW],
  input: NOTHING,
  action: { type: 'update', set: { status } } as const,
  body: { success: true, id: '{$.item.id}', status: '{$.item.status}' },
});

/** WhatsApp Flows of a WABA account. */
export const FLOW_ENDPOINTS: readonly Endpoint[] = [
  { method: 'GET', path: FLOWS, find: [ACCOUNT], action: { type: 'list', collection: FLOWS, as: 'flows' } },
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
  { method: 'GET', path: `${FLOWS}/{flow_id}`, find: [ACCOUNT, FLOW] },
  { method: 'DELETE', path: `${FLOWS}/{flow_id}`, find: [ACCOUNT, FLOW], action: { type: 'delete' } },
  { method: 'GET', path: ASSETS, find: [ACCOUNT, FLOW], action: { type: 'list', collection: ASSETS, as: 'assets' } },
  { method: 'POST', path: ASSETS, find: [ACCOUNT, FLOW], body: uploadedAsset },
  {
    method: 'GET',
    path: `${FLOWS}/{flow_id}/preview`,
    find: [ACCOUNT, FLOW],
    body: {
      id: '{$.item.id}',
      preview: { preview_url: 'https://flows.partner-api.example/preview/{$.item.id}', expires_at: '{$.now}' },
    },
  },
  { method: 'POST', path: `${FLOWS}/{flow_id}/publish`, ...become('PUBLISHED') },
  { method: 'POST', path: `${FLOWS}/{flow_id}/deprecate`, ...become('DEPRECATED') },
];
