import type { HeaderList } from '../gateway/headers.ts';
import type { ViewerRequest } from './viewer-request.ts';

/** How CloudFront functions see a header, a cookie or a query parameter. */
export interface EdgeValue {
  readonly value: string;
  readonly multiValue?: readonly { readonly value: string }[];
}

export type EdgeValues = Readonly<Record<string, EdgeValue>>;

export interface EdgeRequest {
  readonly method: string;
  readonly uri: string;
  readonly querystring: EdgeValues;
  readonly headers: EdgeValues;
  readonly cookies: EdgeValues;
}

/** Functions neither see nor set them. */
const HIDDEN =
  /^(?:connection|expect|keep-alive|proxy-authenticate|proxy-authorization|proxy-connection|trailer|upgrade|x-accel-(?:buffering|charset|limit-rate|redirect)|x-amz-cf-.*|x-amzn-.*|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/;

export function isHidden(name: string): boolean {
  return HIDDEN.test(name.toLowerCase());
}

/** The event of a viewer request. Names of headers are in lower case; cookies stand apart; nothing is decoded. */
export function edgeRequestOf({ method, uri, rawQuery, headers }: ViewerRequest): EdgeRequest {
  const visible = headers.filter(([name]) => name.toLowerCase() !== 'cookie' && !isHidden(name));
  return {
    method,
    uri,
    querystring: valuesOf(pairsOf(rawQuery, '&')),
    headers: valuesOf(visible.map(([name, value]) => [name.toLowerCase(), value])),
    cookies: valuesOf(cookiePairs(headers)),
  };
}

export function edgeEventOf(
  request: EdgeRequest,
  { viewerIp, requestId }: ViewerRequest,
  distribution: { readonly id: string; readonly domainName: string },
) {
  return {
    version: '1.0',
    context: {
      distributionDomainName: distribution.domainName,
      distributionId: distribution.id,
      eventType: 'viewer-request',
      requestId,
    },
    viewer: { ip: viewerIp },
    request,
  };
}

/** Where a value has several, all of them count. */
export function pairsFrom(values: EdgeValues): [string, string][] {
  return Object.entries(values).flatMap(([name, { value, multiValue }]) =>
    (multiValue ?? [{ value }]).map((one): [string, string] => [name, one.value]),
  );
}

function valuesOf(pairs: readonly (readonly [string, string])[]): EdgeValues {
  const all = new Map<string, string[]>();
  for (const [name, value] of pairs) all.set(name, [...(all.get(name) ?? []), value]);
  return Object.fromEntries(
    [...all].map(([name, values]): [string, EdgeValue] => {
      const [value = '', ...more] = values;
      return [name, more.length === 0 ? { value } : { value, multiValue: values.map((one) => ({ value: one })) }];
    }),
  );
}

function cookiePairs(headers: HeaderList): [string, string][] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => pairsOf(value, ';').map(([name, one]): [string, string] => [name.trim(), one.trim()]));
}

function pairsOf(text: string, separator: string): [string, string][] {
  return text
    .split(separator)
    .filter((pair) => pair.trim() !== '')
    .map((pair) => {
      const end = pair.indexOf('=');
      return end < 0 ? [pair, ''] : [pair.slice(0, end), pair.slice(end + 1)];
    });
}
