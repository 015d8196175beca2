import type { HeaderList } from './header-list.ts';

/** What goes back to the client. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Buffer;
}

/** These come back under another name, because the gateway writes its own, or speaks for itself. */
const REMAPPED = new Set([
  'connection',
  'content-length',
  'date',
  'server',
  'www-authenticate',
  'x-amz-apigw-id',
  'x-amzn-requestid',
]);
/** About one connection only; they mean nothing on the next. */
const HOP_BY_HOP = new Set(['keep-alive', 'transfer-encoding']);

/** Headers of an integration as the client gets them. */
export function remappedHeaders(headers: HeaderList): HeaderList {
  return headers
    .filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()))
    .map(([name, value]) => [REMAPPED.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, value]);
}
