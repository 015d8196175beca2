import type { Expected, FidelityCase } from '../fidelity-case.ts';

const path = (id: string, fact: string, route: string, requested: string, event: Expected): FidelityCase => ({
  id: `paths/${id}`,
  fact,
  api: { routes: [{ method: 'GET', path: route, function: 'target' }] },
  request: { path: requested },
  expect: { status: 200, event },
});

export const paths: readonly FidelityCase[] = [
  path('stage-in-context', '`requestContext.path` holds the stage, `path` does not.', '/orders', '/orders', {
    path: '/orders',
    resource: '/orders',
    'requestContext.path': '/fid/orders',
    'requestContext.resourcePath': '/orders',
    'requestContext.stage': 'fid',
  }),
  path('root', 'The root has the path /.', '/', '/', {
    path: '/',
    resource: '/',
    'requestContext.path': /^\/fid\/?$/,
    'requestContext.resourcePath': '/',
  }),
  path('template', '`resource` is the template, `path` the path as called.', '/orders/{id}', '/orders/42', {
    resource: '/orders/{id}',
    path: '/orders/42',
    pathParameters: { id: '42' },
    'requestContext.resourcePath': '/orders/{id}',
    'requestContext.path': '/fid/orders/42',
  }),
  path('two-variables', 'Every variable of the template is a parameter.', '/a/{x}/b/{y}', '/a/1/b/2', {
    pathParameters: { x: '1', y: '2' },
  }),
  path('greedy', 'A greedy variable holds the rest without its first slash.', '/a/{proxy+}', '/a/b/c/d', {
    resource: '/a/{proxy+}',
    pathParameters: { proxy: 'b/c/d' },
  }),
  path('greedy-named', 'A greedy variable may have any name.', '/{rest+}', '/b/c', { pathParameters: { rest: 'b/c' } }),
  path('trailing-slash', '`path` keeps a trailing slash, the greedy parameter does not.', '/{proxy+}', '/a/b/', {
    path: '/a/b/',
    pathParameters: { proxy: 'a/b' },
    'requestContext.path': '/fid/a/b/',
  }),
  path('trailing-slash-variable', 'The same with a plain variable.', '/orders/{id}', '/orders/42/', {
    path: '/orders/42/',
    pathParameters: { id: '42' },
  }),
  path('trailing-slash-static', 'The same on a static resource.', '/orders', '/orders/', {
    path: '/orders/',
    resource: '/orders',
    pathParameters: null,
  }),
  path('encoded-plus', '%2B stays encoded in `path` and in parameters.', '/{proxy+}', '/user/a%2Bb@example.com/a+b', {
    path: '/user/a%2Bb@example.com/a+b',
    pathParameters: { proxy: 'user/a%2Bb@example.com/a+b' },
    'requestContext.path': '/fid/user/a%2Bb@example.com/a+b',
  }),
  path('encoded-plus-variable', 'The same with a plain variable.', '/orders/{id}', '/orders/a%2Bb', {
    pathParameters: { id: 'a%2Bb' },
  }),
  path('encoded-slash', 'An encoded slash makes no segment.', '/orders/{id}', '/orders/a%2Fb', {
    resource: '/orders/{id}',
    path: '/orders/a%2Fb',
  }),
  path('path-without-query', '`path` holds no query.', '/orders', '/orders?a=1', {
    path: '/orders',
    'requestContext.path': '/fid/orders',
  }),
  path('dots-stay', 'Dot segments are not resolved.', '/{proxy+}', '/a/../b', {
    path: '/a/../b',
  }),
  {
    ...path('', '', '/partners/{partner_id}/{proxy+}', '/partners/a/b//c', { path: '/partners/a/b//c' }),
    id: 'paths/empty-segment',
    fact: 'An empty segment stays in `path`.',
    notVerified: 'empty-segments',
  },
];
