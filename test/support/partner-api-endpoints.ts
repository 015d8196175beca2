/** The endpoints that the platform's public reference and known clients show: what scopes and the sample upstream are held to. */
export interface PartnerApiEndpoint {
  readonly method: string;
  /** Below `/api/v2/partners/{partner_id}`. */
  readonly path: string;
  readonly scope: string;
}

const CHANNEL = '/clients/{client_id}/channels/{channel_id}';
const TEMPLATES = '/waba_accounts/{account_id}/waba_templates';
const FLOWS = '/waba_accounts/{account_id}/flows';

const TABLE: readonly (readonly [methods: string, path: string, resource: string])[] = [
  ['GET PATCH', '', 'partner'],
  ['GET POST', '/webhook_url', 'partner'],
  ['PATCH', '/settings/partner_change_request', 'partner'],
  ['PATCH', '/settings/account_sharing', 'sharing'],
  ['GET', '/selective_partner_change_requests', 'partner'],
  ['POST', '/selective_partner_change_requests/{request_id}/approve', 'partner'],
  ['GET', '/clients', 'clients'],
  ['PATCH', '/clients/{client_id}', 'clients'],
  ['GET', '/clients/{client_id}/info/balance', 'balance'],
  ['GET', `${CHANNEL}/info/balance`, 'balance'],
  ['GET', `${CHANNEL}/info/usage`, 'balance'],
  ['GET', '/balance', 'balance'],
  ['GET', '/channels', 'channels'],
  ['GET', '/channels/{channel_id}', 'channels'],
  ['GET POST DELETE', '/channels/{channel_id}/api_keys', 'channel_keys'],
  ['POST', `${CHANNEL}/control/cancellation_request`, 'channels'],
  ['POST', `${CHANNEL}/control/reactivate`, 'channels'],
  ['GET', `${CHANNEL}/whatsapp_commerce_settings`, 'channels'],
  ['POST', '/account_sharing/numbers', 'sharing'],
  ['POST', '/account_sharing/clients', 'sharing'],
  ['GET', '/waba_accounts/{account_id}', 'templates'],
  ['GET POST', TEMPLATES, 'templates'],
  ['PATCH DELETE', `${TEMPLATES}/{template_id}`, 'templates'],
  ['GET POST', FLOWS, 'flows'],
  ['GET DELETE', `${FLOWS}/{flow_id}`, 'flows'],
  ['GET POST', `${FLOWS}/{flow_id}/assets`, 'flows'],
  ['GET', `${FLOWS}/{flow_id}/preview`, 'flows'],
  ['POST', `${FLOWS}/{flow_id}/publish`, 'flows'],
  ['POST', `${FLOWS}/{flow_id}/deprecate`, 'flows'],
];

export const PARTNER_API_ENDPOINTS: readonly PartnerApiEndpoint[] = TABLE.flatMap(([methods, path, resource]) =>
  methods.split(' ').map((method) => ({ method, path, scope: `${resource}:${method === 'GET' ? 'read' : 'write'}` })),
);
