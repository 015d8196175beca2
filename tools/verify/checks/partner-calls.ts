import type { VerifyContext } from '../check.ts';
import { call, type Header, type HttpAnswer } from '../http.ts';

export type Credential = { readonly key: string } | { readonly token: string } | null;

export function credentialHeaders(credential: Credential): Header[] {
  if (credential === null) return [];
  return 'key' in credential ? [['x-api-key', credential.key]] : [['Authorization', `Bearer ${credential.token}`]];
}

/** `GET /whoami`: behind the same authorizer as everything else, and answered without the upstream. */
export function whoami({ target }: VerifyContext, headers: readonly Header[]): Promise<HttpAnswer> {
  return call(`${target.partnerApi}/whoami`, { headers });
}

export function whoamiWith(context: VerifyContext, credential: Credential): Promise<HttpAnswer> {
  return whoami(context, credentialHeaders(credential));
}

/** A call to the upstream. `below` follows the partner ID as it stands. */
export function partnerCall(
  { target, partner }: VerifyContext,
  below: string,
  headers: readonly Header[],
  more: { readonly partnerId?: string; readonly method?: string; readonly body?: Uint8Array } = {},
): Promise<HttpAnswer> {
  const { partnerId = partner.id, ...rest } = more;
  return call(`${target.partnerApi}/partners/${partnerId}${below}`, { headers, ...rest });
}
