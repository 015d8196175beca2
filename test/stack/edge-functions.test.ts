import { createContext, runInContext } from 'node:vm';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { onlyResource, resourcesOfType, type StackTemplate, synthesizeStacks } from './synthesized-stacks.ts';

interface EdgeRequest {
  readonly method: string;
  readonly uri: string;
  readonly querystring: Readonly<Record<string, { readonly value: string }>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly cookies: Readonly<Record<string, { readonly value: string }>>;
}

let service: StackTemplate;

beforeAll(async () => {
  ({ service } = await synthesizeStacks());
});

/** Runs the code that a behaviour's viewer requests pass, as CloudFront would: with an event, and without Node. */
function viewerRequest(behavior: 'pages' | 'management', changes: Partial<EdgeRequest> = {}): EdgeRequest {
  const { DefaultCacheBehavior, CacheBehaviors } = onlyResource(service, 'AWS::CloudFront::Distribution')[1].Properties
    .DistributionConfig;
  const { FunctionAssociations } = behavior === 'pages' ? DefaultCacheBehavior : CacheBehaviors[0];
  expect(FunctionAssociations).toEqual([{ EventType: 'viewer-request', FunctionARN: expect.anything() }]);
  const fn = service.Resources[FunctionAssociations[0].FunctionARN['Fn::GetAtt'][0]]?.Properties;
  expect(fn).toMatchObject({ AutoPublish: true, FunctionConfig: { Runtime: 'cloudfront-js-2.0' } });
  const request = { method: 'GET', uri: '/', querystring: {}, headers: {}, cookies: {}, ...changes };
  const event = {
    version: '1.0',
    context: { eventType: 'viewer-request', distributionDomainName: 'd111111abcdef8.cloudfront.net' },
    viewer: { ip: '203.0.113.7' },
    request,
  };
  const context = createContext({ event: JSON.stringify(event) });
  return JSON.parse(runInContext(`${fn?.FunctionCode}\nJSON.stringify(handler(JSON.parse(event)))`, context));
}

describe('page addresses', () => {
  test.each(['/', '/callback', '/api-keys', '/integration', '/a/deep/address', '/activity/', '/v1.2/page'])(
    '%s is the one page',
    (uri) => {
      expect(viewerRequest('pages', { uri }).uri).toBe('/index.html');
    },
  );

  test.each(['/index.html', '/config.json', '/assets/main-0A1B2C3D.js', '/favicon.svg', '/missing.js'])(
    '%s is a file',
    (uri) => {
      expect(viewerRequest('pages', { uri }).uri).toBe(uri);
    },
  );

  test('nothing else of the request changes', () => {
    const request = {
      method: 'GET',
      uri: '/callback',
      querystring: { code: { value: 'abc' } },
      headers: { host: { value: 'd111111abcdef8.cloudfront.net' } },
      cookies: { a: { value: 'b' } },
    };

    expect(viewerRequest('pages', request)).toEqual({ ...request, uri: '/index.html' });
  });
});

describe('the viewer’s address', () => {
  test('goes to the Management API', () => {
    expect(viewerRequest('management', { uri: '/management/v1/session' })).toMatchObject({
      uri: '/management/v1/session',
      headers: { 'x-viewer-ip': { value: '203.0.113.7' } },
    });
  });

  // Otherwise anybody could choose what stands in audit events and in messages.
  test('replaces one that the viewer sent, however often', () => {
    const headers = {
      authorization: { value: 'Bearer e30' },
      'x-viewer-ip': { value: '198.51.100.1', multiValue: [{ value: '198.51.100.1' }, { value: '198.51.100.2' }] },
    };

    expect(viewerRequest('management', { headers }).headers).toEqual({
      authorization: { value: 'Bearer e30' },
      'x-viewer-ip': { value: '203.0.113.7' },
    });
  });
});

test('every function is in use, and none is larger than CloudFront allows', () => {
  const functions = resourcesOfType(service, 'AWS::CloudFront::Function');
  const distribution = JSON.stringify(onlyResource(service, 'AWS::CloudFront::Distribution'));

  expect(functions).toHaveLength(2);
  for (const [id, { Properties }] of functions) {
    expect(distribution).toContain(`"${id}"`);
    expect(Properties.FunctionCode.length).toBeLessThan(10_240);
  }
});
