import { callUrl, type Header, type HttpResponse } from '../../client/http.ts';
import type { VerifyContext } from '../check.ts';

export type Credential = { readonly key: string } | { readonly token: string } | null;

export function credentialHeaders(credential: Credential): Header[] {
  if (credential === null) return [];
  return 'key' in credential ? [['x-api-key', credential.key]] : [['Authorization', `Bearer ${credential.token}`]];
}

/** Calls `GET /whoami`, which uses the same authorizer as everything else and does not need the upstream. */
export function whoami({ target }: VerifyContext, headers: readonly Header[]): Promise<HttpResponse> {
  return callUrl(`${target.partnerApi}/whoami`, { headers });
}

export function whoamiWith(context: VerifyContext, credential: Credential): Promise<HttpResponse> {
  return whoami(context, credentialHeaders(credential));
}

/** Calls the upstream. `below` follows the partner ID unchanged. */
export function partnerCall(
  { target, partner }: VerifyContext,
  below: string,
  headers: readonly Header[],
  more: { readonly partnerId?: string; readonly method?: string; readonly body?: Uint8Array } = {},
): Promise<HttpResponse> {
  const { partnerId = partner.id, ...rest } = more;
  return callUrl(`${target.partnerApi}/partners/${partnerId}${below}`, { headers, ...rest });
}
