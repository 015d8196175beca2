import { expect, test } from '@jest/globals';
import { createRouter } from '../../../local/gateway/router.ts';
import type { RouteDefinition } from '../../../local/template/application.ts';

const route = createRouter(
  [
    'GET /a/fixed',
    'GET /a/{id}',
    'ANY /a/{proxy+}',
    'GET /a/{id}/deep',
    'POST /b/fixed',
    'ANY /b/fixed',
    'ANY /partners/{partner_id}',
    'ANY /partners/{partner_id}/{proxy+}',
  ].map((line): RouteDefinition => {
    const [httpMethod = '', resourcePath = ''] = line.split(' ');
    return {
      resourceId: line,
      resourcePath,
      httpMethod,
      authorizer: null,
      integration: { type: 'AWS_PROXY', functionArn: line, timeoutMs: 1 },
    };
  }),
);

test.each([
  ['GET', '/'],
  ['GET', '/nothing'],
  ['GET', '/A/fixed'],
  ['GET', '/b/fixed/more'],
  ['GET', '/partners'],
])('no route: %s %s', (method, path) => {
  expect(route(method, path)).toBeNull();
});

test.each([
  ['a fixed segment comes first', 'GET', '/a/fixed', 'GET /a/fixed', {}],
  ['a missing method falls through to the greedy sibling', 'POST', '/a/fixed', 'ANY /a/{proxy+}', { proxy: 'fixed' }],
  ['a parameter comes before a greedy one', 'GET', '/a/x', 'GET /a/{id}', { id: 'x' }],
  ['greedy takes the rest', 'GET', '/a/x/y/z', 'ANY /a/{proxy+}', { proxy: 'x/y/z' }],
  ['deeper under a parameter', 'GET', '/a/x/deep', 'GET /a/{id}/deep', { id: 'x' }],
  ['a verb comes before ANY', 'POST', '/b/fixed', 'POST /b/fixed', {}],
  ['ANY takes the others', 'PUT', '/b/fixed', 'ANY /b/fixed', {}],
  ['the proxy parameter has no trailing slash', 'GET', '/a/x/y/', 'ANY /a/{proxy+}', { proxy: 'x/y' }],
  ['a trailing slash is no segment', 'GET', '/partners/p/', 'ANY /partners/{partner_id}', { partner_id: 'p' }],
  [
    'parameters stay encoded',
    'GET',
    '/partners/p%2Bq/a%2Fb',
    'ANY /partners/{partner_id}/{proxy+}',
    { partner_id: 'p%2Bq', proxy: 'a%2Fb' },
  ],
])('%s', (_, method, path, resource, pathParameters) => {
  const match = route(method, path);

  expect(match?.route.resourceId).toBe(resource);
  expect(match?.pathParameters).toEqual(pathParameters);
});
