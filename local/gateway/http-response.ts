import type { HeaderList } from '../servers/header-list.ts';

/** A response to the client. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Buffer;
}

/** Headers that are renamed, because the gateway sets its own. */
const REMAPPED = new Set([
  'connection',
  'content-length',
  'date',
  'server',
  'www-authenticate',
  'x-amz-apigw-id',
  'x-amzn-requestid',
]);
/** Headers of a single connection. */
const HOP_BY_HOP = new Set(['keep-alive', 'transfer-encoding']);

/** Returns the headers of an integration's response as the client receives them. */
export function remappedHeaders(headers: HeaderList): HeaderList {
  return headers
    .filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()))
    .map(([name, value]) => [REMAPPED.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, value]);
}
