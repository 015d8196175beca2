import { type IncomingMessage, request } from 'node:http';
import type { HttpResponse } from '../gateway/http-response.ts';
import { type HeaderList, headerListOf, without } from '../servers/header-list.ts';
import { errorPage } from './error-page.ts';
import type { ViewerRequest } from './viewer-request.ts';

/** An origin as it is on this machine. */
export interface LocalHttpOrigin {
  readonly url: URL;
  /** Its name in AWS and in the Host header. */
  readonly domainName: string;
  /** Prefix of every path. */
  readonly path: string;
  readonly headers: HeaderList;
  readonly readTimeoutMs: number;
}

/** Headers of viewers that CloudFront does not forward. Host is replaced. */
const NOT_FORWARDED =
  /^(?:connection|expect|host|keep-alive|proxy-authenticate|proxy-authorization|proxy-connection|te|trailer|upgrade|x-amz-cf-.*|x-cache|x-edge-.*|x-forwarded-proto|x-http-method-override|x-real-ip)$/i;
/** Headers of one connection only. The length is replaced. */
const NOT_RETURNED = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Returns the headers for the origin. Those of the distribution replace the viewer's, in every spelling. */
export function originHeaders(
  { headers, viewerIp, requestId }: ViewerRequest,
  origin: Pick<LocalHttpOrigin, 'domainName' | 'headers'>,
): HeaderList {
  const passed = headers.filter(([name]) => !NOT_FORWARDED.test(name));
  const allOf = (wanted: string, added: string) =>
    [...passed.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value), added].join(', ');
  const set: HeaderList = [
    ['Via', allOf('via', '1.1 local.cloudfront.net (CloudFront)')],
    ['X-Forwarded-For', allOf('x-forwarded-for', viewerIp)],
    ['X-Amz-Cf-Id', requestId],
    ...origin.headers,
  ];
  return [['Host', origin.domainName], ...without(passed, new Set(set.map(([name]) => name.toLowerCase()))), ...set];
}

/** Forwards the request with its body, and returns the response. */
export async function callOrigin(
  incoming: IncomingMessage,
  viewerRequest: ViewerRequest,
  origin: LocalHttpOrigin,
): Promise<HttpResponse> {
  // Not AbortSignal.timeout: its timers would outlive the calls by up to a minute.
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), origin.readTimeoutMs);
  try {
    const response = await send(incoming, viewerRequest, origin, deadline.signal);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return {
      status: response.statusCode ?? 502,
      headers: without(headerListOf(response.rawHeaders), NOT_RETURNED),
      body: Buffer.concat(chunks),
    };
  } catch (error) {
    // The viewer has gone away.
    if (incoming.errored !== null) throw error;
    return deadline.signal.aborted
      ? errorPage(504, 'The origin did not answer in time.')
      : errorPage(502, 'The origin could not be reached.');
  } finally {
    clearTimeout(timer);
  }
}

function send(
  incoming: IncomingMessage,
  viewerRequest: ViewerRequest,
  origin: LocalHttpOrigin,
  deadline: AbortSignal,
): Promise<IncomingMessage> {
  const { method, uri, rawQuery } = viewerRequest;
  return new Promise((resolve, reject) => {
    const outgoing = request({
      hostname: origin.url.hostname,
      port: origin.url.port,
      method,
      path: `${origin.path}${uri}${rawQuery === '' ? '' : `?${rawQuery}`}`,
      headers: originHeaders(viewerRequest, origin).flat(),
      agent: false,
      signal: deadline,
    });
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    incoming.on('error', (error) => outgoing.destroy(error));
    incoming.pipe(outgoing);
  });
}
