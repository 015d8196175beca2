import { randomUUID } from 'node:crypto';
import type { Template } from '../data/records.ts';
import { rfc3339, Seed } from '../data/seed.ts';
import { envelope, notFound, RequestError } from '../envelope.ts';
import { requiredList, requiredText } from '../fields.ts';
import { list } from '../list.ts';
import { type Call, type Handle, type Route, route } from '../router.ts';

const listTemplates: Handle = (call) => list('waba_templates', templatesOf(call), call.query);

/** A new template waits for approval; a name may be used once in each language. */
const createTemplate: Handle = (call) => {
  const templates = templatesOf(call);
  const { input, partner } = call;
  const name = requiredText(input, 'name');
  const language = requiredText(input, 'language');
  if (templates.some((other) => other.name === name && other.language === language)) {
    throw new RequestError(409, 'A template of this name exists in this language.');
  }
  const account = partner.channels.find(({ waba_account }) => waba_account.id === call.param('accountId'));
  const now = rfc3339(new Date());
  const template: Template = {
    id: new Seed(randomUUID()).id('template', 'WT'),
    name,
    category: requiredText(input, 'category'),
    language,
    status: 'submitted',
    namespace: account?.waba_account.namespace ?? '',
    components: requiredList(input, 'components'),
    created_at: now,
    modified_at: now,
  };
  templates.push(template);
  return { status: 201, body: template };
};

const deleteTemplate: Handle = (call) => {
  const templates = templatesOf(call);
  const index = templates.findIndex(({ id }) => id === call.param('templateId'));
  if (index < 0) throw notFound('This template');
  templates.splice(index, 1);
  return envelope(200, 'The template was deleted.');
};

function templatesOf({ partner, param }: Call): Template[] {
  const templates = partner.templates.get(param('accountId'));
  if (templates === undefined) throw notFound('This WABA account');
  return templates;
}

const TEMPLATES = 'waba_accounts/{accountId}/waba_templates';

export const templateRoutes: readonly Route[] = [
  route('GET', TEMPLATES, listTemplates),
  route('POST', TEMPLATES, createTemplate),
  route('DELETE', `${TEMPLATES}/{templateId}`, deleteTemplate),
];
