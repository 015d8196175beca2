import { z } from 'zod';
import type { Endpoint, Template } from '../perform-call.ts';
import { envelope } from '../request-error.ts';
import { PARTNER } from './lookups.ts';

const text = z.string().regex(/\S/);

const NUMBERS = z
  .object({
    solution_id: text,
    waba_external_id: text,
    waba_business_id: text.optional(),
    client_id: text.optional(),
    tier: text.optional(),
  })
  .refine((numbers) => numbers.waba_business_id !== undefined || numbers.client_id !== undefined, {
    path: ['waba_business_id'],
    message: 'waba_business_id or client_id is required',
  });
const NEW_CLIENT = z.object({
  organisation: z.object({ name: text }).loose(),
  user: z.object({ email: z.email() }).loose(),
});

/** These endpoints wrap what they return. */
const wrapped =
  (data: (id: string) => unknown): Template =>
  ({ random }) => ({ ...envelope(200, 'Success.'), status_code: 200, data: data(random.id) });

/** Accounts that are shared with a solution partner. */
export const SHARING_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'PATCH',
    path: 'settings/account_sharing',
    find: [PARTNER],
    input: z.object({ solution_id: text, business_manager_id: text }),
    action: { type: 'update', set: ({ item, input }) => ({ settings: { ...Object(item.settings), ...input } }) },
    body: ({ input }) => ({ ...envelope(200, 'Success.'), status_code: 200, data: input }),
  },
  { method: 'POST', path: 'account_sharing/numbers', input: NUMBERS, body: wrapped(() => ({ success: true })) },
  { method: 'POST', path: 'account_sharing/clients', input: NEW_CLIENT, body: wrapped((id) => ({ id: `${id}CL` })) },
];
