import type { Header, HttpRequest } from '../../tools/client/http.ts';

export const WHOAMI = '/api/v2/whoami';

/** The upstream answers there what reached it. */
export function echoPath(partnerId: string): string {
  return `/api/v2/partners/${partnerId}/echo`;
}

export function withKey(key: string): Header {
  return ['x-api-key', key];
}

export function withToken(token: string): Header {
  return ['Authorization', `Bearer ${token}`];
}

/** A call that the upstream answers with 200 if the credential opens the partner. */
export function echoCall(partnerId: string, ...headers: readonly Header[]): HttpRequest {
  return { path: echoPath(partnerId), headers };
}

export function whoamiCall(...headers: readonly Header[]): HttpRequest {
  return { path: WHOAMI, headers };
}
