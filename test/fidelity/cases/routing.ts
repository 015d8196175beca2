import type { FidelityCase, Route } from '../fidelity-case.ts';

const missingToken = {
  status: 403,
  json: { message: 'Missing Authentication Token' },
  headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException', 'content-type': 'application/json' },
  called: null,
} as const;

const routed = (
  id: string,
  fact: string,
  routes: readonly Route[],
  request: string,
  called: string | null,
): FidelityCase => {
  const [method = '', path = ''] = request.split(' ');
  return {
    id: `routing/${id}`,
    fact,
    api: { routes },
    request: { method, path },
    expect: called === null ? missingToken : { status: 200, text: called, called },
  };
};

const to = (route: string, name: string): Route => {
  const [method = '', path = ''] = route.split(' ');
  return { method, path, function: name };
};

const staticAndGreedy = [to('GET /orders', 'static'), to('ANY /{proxy+}', 'greedy')];
const nested = [
  to('GET /orders/{id}', 'variable'),
  to('GET /orders/new', 'static'),
  to('ANY /orders/{proxy+}', 'greedy'),
];

export const routing: readonly FidelityCase[] = [
  routed(
    'unknown-path',
    'An unknown path is 403 Missing Authentication Token.',
    [to('GET /orders', 'a')],
    'GET /none',
    null,
  ),
  routed('wrong-method', 'A wrong method is the same 403, not 405.', [to('GET /orders', 'a')], 'POST /orders', null),
  routed('root-without-method', 'The root without a method is the same 403.', [to('GET /orders', 'a')], 'GET /', null),
  routed('root', 'A method of the root resource is reached at /.', [to('GET /', 'root')], 'GET /', 'root'),
  routed(
    'below-static',
    'A static resource does not cover what is below it.',
    [to('GET /orders', 'a')],
    'GET /orders/1',
    null,
  ),
  routed(
    'resource-without-method',
    'A resource that only holds children has no method.',
    [to('GET /a/b', 'a')],
    'GET /a',
    null,
  ),
  routed('path-case', 'Paths are case-sensitive.', [to('GET /orders', 'a')], 'GET /Orders', null),
  {
    ...routed('', '', [to('GET /orders', 'a')], 'HEAD /orders', null),
    id: 'routing/head-is-not-get',
    fact: 'HEAD is a method of its own.',
    expect: { status: 403, called: null },
  },
  routed('any', 'ANY takes every method.', [to('ANY /orders', 'any')], 'PATCH /orders', 'any'),
  routed('any-takes-options', 'ANY takes OPTIONS too.', [to('ANY /orders', 'any')], 'OPTIONS /orders', 'any'),
  routed(
    'method-before-any',
    'A method of its own comes before ANY.',
    [to('ANY /orders', 'any'), to('GET /orders', 'get')],
    'GET /orders',
    'get',
  ),
  routed('static-before-greedy', 'A static segment beats a greedy one.', staticAndGreedy, 'GET /orders', 'static'),
  routed(
    'static-before-greedy-any-order',
    'Whatever the order of definition.',
    [...staticAndGreedy].reverse(),
    'GET /orders',
    'static',
  ),
  routed(
    'method-falls-through',
    'A method missing on a static resource falls through to its greedy sibling.',
    staticAndGreedy,
    'POST /orders',
    'greedy',
  ),
  routed(
    'greedy-takes-many',
    'A greedy variable takes any number of segments.',
    staticAndGreedy,
    'GET /a/b/c',
    'greedy',
  ),
  routed(
    'greedy-takes-below-static',
    'What is below a static resource goes to the greedy sibling.',
    staticAndGreedy,
    'GET /orders/1',
    'greedy',
  ),
  routed(
    'greedy-not-parent',
    'A greedy variable does not cover its parent.',
    [to('ANY /a/{proxy+}', 'greedy')],
    'GET /a',
    null,
  ),
  routed('static-before-variable', 'A static segment beats a variable.', nested, 'GET /orders/new', 'static'),
  routed(
    'variable-before-greedy',
    'A variable beats a greedy sibling for one segment.',
    [to('GET /orders/{id}', 'variable'), to('GET /{proxy+}', 'greedy')],
    'GET /orders/1',
    'variable',
  ),
  routed(
    'variable-takes-one',
    'A variable takes one segment only.',
    [to('GET /orders/{id}', 'variable')],
    'GET /orders/1/items',
    null,
  ),
  routed(
    'deep-static-wins',
    'The more specific branch wins at each level.',
    [to('GET /a/{x}/c', 'variable'), to('GET /a/b/c', 'static')],
    'GET /a/b/c',
    'static',
  ),
  routed(
    'query-is-no-path',
    'The query takes no part in routing.',
    [to('GET /orders', 'a')],
    'GET /orders?a=/x/y',
    'a',
  ),
  routed('trailing-slash', 'A trailing slash makes no other resource.', [to('GET /orders', 'a')], 'GET /orders/', 'a'),
  {
    ...routed('', '', [to('GET /a/b/c', 'static'), to('ANY /a/{proxy+}', 'greedy')], 'GET /a/b/x', 'greedy'),
    id: 'routing/back-to-greedy',
    fact: 'A dead end in a static branch goes back to the greedy sibling above it.',
    notVerified: 'back-to-greedy',
  },
];
