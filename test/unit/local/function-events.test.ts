import { describe, expect, test } from '@jest/globals';
import { authorizerEvent, proxyEvent } from '../../../local/gateway/function-events.ts';
import { callOf } from './fixtures.ts';

const NOTHING = Buffer.alloc(0);
const HEADERS = ['X-Api-Key', 'one', 'x-api-key', 'two', 'X-Api-Key', 'three', 'content-length', '0'];

describe('the authorizer event', () => {
  test('has the requested path, not that of the template', () => {
    const event = authorizerEvent(callOf('GET', '/partners/p%2Bq/a/b/?x=1'));

    expect(event).toMatchObject({
      type: 'REQUEST',
      methodArn: 'arn:aws:execute-api:eu-central-1:000000000000:abcdefghij/live/GET/partners/p%2Bq/a/b/',
      resource: '/partners/{partner_id}/{proxy+}',
      path: '/partners/p%2Bq/a/b/',
      pathParameters: { partner_id: 'p%2Bq', proxy: 'a/b' },
    });
  });

  test('has empty maps as {}, Content-Length and no body', () => {
    const event = authorizerEvent(callOf('GET', '/partners/p/a', HEADERS));

    expect(event).toMatchObject({ queryStringParameters: {}, multiValueQueryStringParameters: {}, stageVariables: {} });
    expect(event.headers).toHaveProperty('content-length', '0');
    expect(event).not.toHaveProperty('body');
    expect(event.requestContext).not.toHaveProperty('authorizer');
  });

  test('has a header that was sent twice or in two spellings', () => {
    const event = authorizerEvent(callOf('GET', '/partners/p/a', HEADERS));

    expect(event.headers).toMatchObject({ 'X-Api-Key': 'three', 'x-api-key': 'two' });
    expect(event.multiValueHeaders).toMatchObject({ 'X-Api-Key': ['one', 'three'], 'x-api-key': ['two'] });
  });
});

describe('the proxy event', () => {
  test('has null for empty maps and no Content-Length', () => {
    const event = proxyEvent(callOf('GET', '/partners/p/a', HEADERS), NOTHING);

    expect(event).toMatchObject({
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
    });
    expect(event.headers).not.toHaveProperty('content-length');
  });

  test('decodes the query: the last value, and all of them', () => {
    const event = proxyEvent(callOf('GET', '/partners/p/a?k=1&k=a%20b&e='), NOTHING);

    expect(event.queryStringParameters).toEqual({ k: 'a b', e: '' });
    expect(event.multiValueQueryStringParameters).toEqual({ k: ['1', 'a b'], e: [''] });
  });

  test('carries a body as base64', () => {
    const event = proxyEvent(callOf('POST', '/partners/p/a'), Buffer.from([0xff, 0x00]));

    expect(event).toMatchObject({ body: '/wA=', isBase64Encoded: true });
  });

  test('has the stage in requestContext.path, and what the authorizer returned', () => {
    const call = callOf('GET', '/partners/p/a', ['X-Forwarded-For', '10.0.0.1']);
    call.authorizer = { principalId: 'someone', context: { partner_id: 'p' } };
    const event = proxyEvent(call, NOTHING);

    expect(event.requestContext).toMatchObject({
      path: '/live/partners/p/a',
      resourcePath: '/partners/{partner_id}/{proxy+}',
      httpMethod: 'GET',
      stage: 'live',
      apiId: 'abcdefghij',
      identity: { sourceIp: '192.0.2.7' },
      authorizer: { principalId: 'someone', partner_id: 'p' },
    });
    expect(event.headers).toHaveProperty('X-Forwarded-For', '10.0.0.1, 192.0.2.7');
  });
});

test('a client chooses neither request id', () => {
  const chosen = ['x-amzn-requestid', 'mine', 'x-amz-apigw-id', 'mine', 'x-request-id', 'mine'];
  const { requestId, extendedRequestId } = callOf('GET', '/partners/p/a', chosen);

  expect([requestId, extendedRequestId]).not.toContain('mine');
});
