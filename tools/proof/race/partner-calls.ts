import type { JsonCall } from '../../client/http.ts';

/** Returns a call to the upstream and one to a function: the authorizer reads differently for them. */
export function partnerCalls(
  partnerApi: string,
  partnerId: string,
  headers: Record<string, string>,
): [JsonCall, JsonCall] {
  const base = `${partnerApi}/api/v2`;
  return [
    { url: `${base}/partners/${partnerId}/echo`, headers },
    { url: `${base}/whoami`, headers },
  ];
}
