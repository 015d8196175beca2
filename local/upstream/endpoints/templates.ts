import { z } from 'zod';
import type { Endpoint, Lookup } from '../perform-call.ts';
import { ACCOUNT } from './lookups.ts';

const TEMPLATES = 'waba_accounts/{account_id}/waba_templates';
const TEMPLATE: Lookup = { name: 'template', in: TEMPLATES, where: { id: 'template_id' } };

const text = z.string().regex(/\S/);
const components = z.array(z.json()).nonempty();
const NEW_TEMPLATE = z.object({ name: text, category: text, language: text, components });
const TEMPLATE_CHANGE = z.object({
  components,
  category: text.optional(),
  allow_category_change: z.boolean().optional(),
});

/** WABA accounts and their message templates. */
export const TEMPLATE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'GET',
    path: 'waba_accounts/{account_id}',
    find: [ACCOUNT],
    body: {
      id: '{$.item.waba_account.id}',
      name: '{$.item.setup_info.phone_name}',
      namespace: '{$.item.waba_account.namespace}',
      external_id: '{$.item.waba_account.external_id}',
      status: '{$.item.status}',
      partner_id: '{$.parameters.partner_id}',
      client_id: '{$.item.client_id}',
    },
  },
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
  {
    // A changed template has to be approved again.
    method: 'PATCH',
    path: `${TEMPLATES}/{template_id}`,
    find: [ACCOUNT, TEMPLATE],
    input: TEMPLATE_CHANGE,
    action: {
      type: 'update',
      set: ({ input, item }) => ({
        components: input.components,
        category: input.category ?? item.category,
        status: 'submitted',
      }),
    },
  },
  { method: 'DELETE', path: `${TEMPLATES}/{template_id}`, find: [ACCOUNT, TEMPLATE], action: { type: 'delete' } },
];
