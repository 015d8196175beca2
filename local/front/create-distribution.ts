import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { HttpResponse } from '../gateway/http-response.ts';
import { type HeaderList, headerListOf } from '../servers/header-list.ts';
import type { Localize } from '../servers/url-table.ts';
import type { BehaviorDefinition, DistributionDefinition } from '../template/hub-definitions.ts';
import { createBehaviorMatcher } from './behaviors.ts';
import { readBucket } from './bucket-origin.ts';
import type { DeployedObjects } from './deployed-objects.ts';
import { createEdgeFunction, type EdgeFunction, EdgeResultError } from './edge-function.ts';
import { errorPage } from './error-page.ts';
import { callOrigin } from './http-origin.ts';
import { applyResponseHeaders } from './response-headers.ts';
import type { ViewerRequest } from './viewer-request.ts';

export interface DistributionOptions {
  readonly definition: DistributionDefinition;
  readonly objects: DeployedObjects;
  /** Maps an origin's domain name and path to a URL on this machine. Throws an Error for an unknown one. */
  readonly locate: (domainName: string, path: string) => URL;
  /** Returns the value of a secret. As with a deployment, the distribution does not see later values. */
  readonly secretValue: (arn: string) => string;
  readonly localize: Localize;
  /** Receives what functions print, and why they failed. */
  readonly log: (line: string) => void;
}

type Respond = (incoming: IncomingMessage, request: ViewerRequest) => Promise<HttpResponse>;

interface Behavior {
  readonly definition: BehaviorDefinition;
  readonly viewerRequest: EdgeFunction | null;
  readonly respond: Respond;
}

/** Emulates a CloudFront distribution without a cache. Throws an Error if the definition needs what this machine lacks. */
export function createDistribution(options: DistributionOptions): RequestListener {
  const { definition, log } = options;
  const behaviorFor = createBehaviorMatcher(definition.behaviors);
  const behaviors = new Map(definition.behaviors.map((one) => [one, createBehavior(one, options)]));
  return (incoming, response) => {
    const request = viewerRequestOf(incoming);
    const behavior = behaviors.get(behaviorFor(request.uri));
    if (behavior === undefined) throw new Error('A behavior is missing.');
    responseTo(incoming, request, behavior, log)
      .then(({ headers, ...rest }) => {
        send(
          request,
          { ...rest, headers: applyResponseHeaders(headers, behavior.definition.responseHeaders) },
          response,
        );
      })
      .catch((error: unknown) => {
        if (incoming.errored === null) log(`The distribution failed: ${error instanceof Error ? error.stack : error}`);
        response.destroy();
      });
  };
}

function createBehavior(definition: BehaviorDefinition, options: DistributionOptions): Behavior {
  const { viewerRequest, responseHeaders } = definition;
  const { localize, log } = options;
  return {
    definition: {
      ...definition,
      responseHeaders: responseHeaders && {
        ...responseHeaders,
        set: responseHeaders.set.map((header) => ({ ...header, value: localize(header.value) })),
      },
    },
    viewerRequest: viewerRequest && createEdgeFunction({ ...viewerRequest, code: localize(viewerRequest.code) }, log),
    respond: createResponder(definition, options),
  };
}

function createResponder({ origin }: BehaviorDefinition, options: DistributionOptions): Respond {
  const { definition, objects, locate, secretValue } = options;
  if (origin.type === 'bucket') {
    const files = objects.get(origin.bucketName) ?? new Map();
    const root = definition.defaultRootObject;
    return async (_, request) =>
      readBucket(files, origin.path, request.uri === '/' && root !== null ? { ...request, uri: `/${root}` } : request);
  }
  const url = locate(origin.domainName, origin.path);
  const local = {
    ...origin,
    url,
    path: url.pathname.replace(/\/$/, ''),
    headers: origin.headers.map(
      ({ name, value }) => [name, 'literal' in value ? value.literal : secretValue(value.secretArn)] as const,
    ),
  };
  return (incoming, request) => callOrigin(incoming, request, local);
}

async function responseTo(
  incoming: IncomingMessage,
  request: ViewerRequest,
  { definition, viewerRequest, respond }: Behavior,
  log: DistributionOptions['log'],
): Promise<HttpResponse> {
  if (!definition.allowedMethods.has(request.method)) {
    return errorPage(403, 'This distribution is not configured to allow the HTTP request method.');
  }
  if (request.method === 'GET' && hasBody(incoming)) return errorPage(403, 'A GET request must not have a body.');
  let forwarded = request;
  try {
    if (viewerRequest !== null) forwarded = viewerRequest(request);
  } catch (error) {
    log(`${definition.viewerRequest?.name}: ${error instanceof Error ? error.message : error}`);
    const status = error instanceof EdgeResultError ? 502 : 503;
    return errorPage(status, 'The function of this distribution failed.');
  }
  return respond(incoming, forwarded);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function viewerRequestOf(incoming: IncomingMessage): ViewerRequest {
  // A request target can also be a whole URL; only its path matters.
  const target = (incoming.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const [path = '', ...query] = target.split('?');
  return {
    method: incoming.method ?? 'GET',
    uri: path.startsWith('/') ? path : `/${path}`,
    rawQuery: query.join('?'),
    headers: headerListOf(incoming.rawHeaders),
    viewerIp: (incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    requestId: randomBytes(40).toString('base64url'),
  };
}

function send(
  { method, requestId }: ViewerRequest,
  { status, headers, body }: HttpResponse,
  response: ServerResponse,
): void {
  const list: HeaderList = [
    ...headers,
    ['Via', '1.1 local.cloudfront.net (CloudFront)'],
    ['X-Cache', `${status >= 400 ? 'Error' : 'Miss'} from cloudfront`],
    ['X-Amz-Cf-Id', requestId],
    ...(status === 204 || status === 304 ? [] : [['Content-Length', String(body.length)] as const]),
  ];
  response.writeHead(status, list.flat());
  response.end(method === 'HEAD' ? undefined : body);
}
