import { without } from '../servers/header-list.ts';
import type { Call } from './call.ts';
import { requestContextOf } from './request-context.ts';
import { nullIfEmpty, valueMaps } from './value-maps.ts';

const NOT_IN_PROXY_EVENTS = new Set(['content-length']);

/** Returns the event of an AWS_PROXY function. Empty maps are null; a body is base64, because every media type is binary here. */
export function proxyEvent(call: Call, body: Buffer): Record<string, unknown> {
  const headers = valueMaps(without(call.headers, NOT_IN_PROXY_EVENTS));
  return {
    resource: call.match?.route.resourcePath,
    path: call.path,
    httpMethod: call.httpMethod,
    headers: nullIfEmpty(headers.single),
    multiValueHeaders: nullIfEmpty(headers.multi),
    queryStringParameters: nullIfEmpty(call.query.single),
    multiValueQueryStringParameters: nullIfEmpty(call.query.multi),
    pathParameters: nullIfEmpty(call.match?.pathParameters ?? {}),
    stageVariables: null,
    requestContext: requestContextOf(call),
    body: body.length === 0 ? null : body.toString('base64'),
    isBase64Encoded: body.length > 0,
  };
}

/** Returns the event of a REQUEST authorizer. Empty maps are {}; it has Content-Length, but no body. */
export function authorizerEvent(call: Call): Record<string, unknown> {
  const headers = valueMaps(call.headers);
  return {
    type: 'REQUEST',
    methodArn: methodArnOf(call),
    resource: call.match?.route.resourcePath,
    path: call.path,
    httpMethod: call.httpMethod,
    headers: headers.single,
    multiValueHeaders: headers.multi,
    queryStringParameters: call.query.single,
    multiValueQueryStringParameters: call.query.multi,
    pathParameters: call.match?.pathParameters ?? {},
    stageVariables: {},
    requestContext: requestContextOf(call),
  };
}

/** Returns the ARN with the path of the call, not of the template: a policy applies to the actual request. */
export function methodArnOf({ api, httpMethod, path }: Call): string {
  return `arn:aws:execute-api:${api.region}:${api.accountId}:${api.id}/${api.stage}/${httpMethod}${path}`;
}
