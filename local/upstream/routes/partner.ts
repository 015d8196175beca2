import { rfc3339 } from '../data/seed.ts';
import { RequestError } from '../envelope.ts';
import { optionalUrl } from '../fields.ts';
import { type Handle, type Route, route } from '../router.ts';

const getPartner: Handle = ({ partner: { partner } }) => ({ status: 200, body: partner });

/** Other fields are ignored: clients send back the whole object they have read. */
const updatePartner: Handle = ({ partner: { partner }, input }) => {
  const webhookUrl = optionalUrl(input, 'webhook_url');
  const redirectUrl = optionalUrl(input, 'partner_redirect_url');
  if (webhookUrl !== undefined) partner.webhook_url = webhookUrl;
  if (redirectUrl !== undefined) partner.partner_redirect_url = redirectUrl;
  partner.modified_at = rfc3339(new Date());
  return { status: 200, body: partner };
};

const getWebhookUrl: Handle = ({ partner: { partner } }) => ({
  status: 200,
  body: { webhook_url: partner.webhook_url },
});

const setWebhookUrl: Handle = ({ partner: { partner }, input }) => {
  const webhookUrl = optionalUrl(input, 'webhook_url');
  if (webhookUrl === undefined) throw new RequestError(400, 'webhook_url is missing.');
  partner.webhook_url = webhookUrl;
  partner.modified_at = rfc3339(new Date());
  return { status: 200, body: { webhook_url: webhookUrl } };
};

const getBalance: Handle = ({ partner: { balanceUsd } }) => ({
  status: 200,
  body: [{ currency: 'usd', total: balanceUsd }],
});

export const partnerRoutes: readonly Route[] = [
  route('GET', '', getPartner),
  route('PATCH', '', updatePartner),
  route('GET', 'webhook_url', getWebhookUrl),
  route('POST', 'webhook_url', setWebhookUrl),
  route('GET', 'balance', getBalance),
];
