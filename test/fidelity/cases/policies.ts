import type { FidelityCase, Json } from '../fidelity-case.ts';

/** `<arn>` is replaced with the ARN up to and including the stage's slash: `arn:aws:execute-api:…:…:<api>/fid/`. */
interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}
const allow = (
  Resource: string | readonly string[],
  Action: string | readonly string[] = 'execute-api:Invoke',
): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
});
const deny = (
  Resource: string | readonly string[],
  Action: string | readonly string[] = 'execute-api:Invoke',
): Statement => ({
  Effect: 'Deny',
  Action,
  Resource,
});

type Row = readonly [
  id: string,
  fact: string,
  request: string,
  statements: readonly Statement[],
  outcome: 'allowed' | 'denied',
];

const rows: readonly Row[] = [
  ['exact', 'The exact ARN matches.', 'GET /orders', [allow('<arn>GET/orders')], 'allowed'],
  ['other-method', 'Another method does not.', 'POST /orders', [allow('<arn>GET/orders')], 'denied'],
  [
    'other-stage',
    'Another stage does not.',
    'GET /orders',
    [allow('arn:aws:execute-api:*:*:*/prod/GET/orders')],
    'denied',
  ],
  [
    'longer-path',
    'A longer path does not: the end is anchored.',
    'GET /orders/secret',
    [allow('<arn>GET/orders')],
    'denied',
  ],
  ['longer-segment', 'Nor a longer segment.', 'GET /orders-secret', [allow('<arn>GET/orders')], 'denied'],
  ['shorter-path', 'Nor a shorter path.', 'GET /orders', [allow('<arn>GET/orders/1')], 'denied'],
  [
    'start-anchored',
    'The start is anchored: a part of the ARN does not match.',
    'GET /orders',
    [allow('GET/orders')],
    'denied',
  ],
  ['path-is-case-sensitive', 'Resources are case-sensitive.', 'GET /Orders', [allow('<arn>GET/orders')], 'denied'],
  ['star', 'A star matches any text, slashes too.', 'GET /orders/1/items/2', [allow('<arn>GET/orders/*')], 'allowed'],
  ['star-needs-prefix', 'What is before a star must be there.', 'GET /orders', [allow('<arn>GET/orders/*')], 'denied'],
  ['star-matches-nothing', 'A star matches the empty text too.', 'GET /orders', [allow('<arn>GET/orders*')], 'allowed'],
  ['star-in-the-middle', 'A star in the middle.', 'GET /a/b/c/d', [allow('<arn>*/a/*/d')], 'allowed'],
  ['star-in-the-middle-end', 'What follows a star is anchored.', 'GET /a/b/c/dd', [allow('<arn>*/a/*/d')], 'denied'],
  ['all', 'A lone star matches everything.', 'GET /orders', [allow('*')], 'allowed'],
  ['question-mark', 'A question mark matches one character.', 'GET /orders/7', [allow('<arn>GET/orders/?')], 'allowed'],
  ['question-mark-two', 'Not two.', 'GET /orders/77', [allow('<arn>GET/orders/?')], 'denied'],
  ['question-mark-none', 'Not none.', 'GET /orders', [allow('<arn>GET/orders?')], 'denied'],
  ['dot-is-literal', 'A dot is a dot.', 'GET /axc', [allow('<arn>GET/a.c')], 'denied'],
  ['dot-matches-dot', 'And matches a dot.', 'GET /a.c', [allow('<arn>GET/a.c')], 'allowed'],
  ['plus-is-literal', 'A plus is a plus.', 'GET /aab', [allow('<arn>GET/a+b')], 'denied'],
  ['plus-matches-plus', 'And matches a plus.', 'GET /a+b', [allow('<arn>GET/a+b')], 'allowed'],
  ['brackets-are-literal', 'Brackets are no class.', 'GET /b', [allow('<arn>GET/[abc]')], 'denied'],
  [
    'alternatives-are-literal',
    'A bar separates nothing.',
    'GET /orders',
    [allow('<arn>GET/none|<arn>GET/orders')],
    'denied',
  ],
  ['group-is-literal', 'Parentheses group nothing.', 'GET /orders', [allow('<arn>GET/(orders)')], 'denied'],
  ['dollar-is-literal', 'A dollar sign is no anchor.', 'GET /orders', [allow('<arn>GET/orders$')], 'denied'],
  ['caret-is-literal', 'A caret is no anchor.', 'GET /orders', [allow('^<arn>GET/orders')], 'denied'],
  ['dot-star-needs-dot', 'Dot-star is a dot and a star.', 'GET /orders', [allow('<arn>GET/.*')], 'denied'],
  ['backslash-is-literal', 'A backslash escapes nothing.', 'GET /a.c', [allow('<arn>GET/a\\.c')], 'denied'],
  ['dot-beside-star', 'The same beside a star: a dot.', 'GET /axc', [allow('<arn>*/a.c')], 'denied'],
  ['plus-beside-star', 'A plus.', 'GET /aab', [allow('<arn>*/a+b')], 'denied'],
  ['brackets-beside-star', 'Brackets.', 'GET /b', [allow('<arn>*/[abc]')], 'denied'],
  ['alternatives-beside-star', 'A bar.', 'GET /orders', [allow('<arn>*/none|<arn>GET/orders')], 'denied'],
  ['group-beside-star', 'Parentheses.', 'GET /orders', [allow('<arn>*/(orders)')], 'denied'],
  ['braces-beside-star', 'Braces.', 'GET /aa', [allow('<arn>*/a{2}')], 'denied'],
  ['dollar-beside-star', 'A dollar sign.', 'GET /orders', [allow('<arn>*/orders$')], 'denied'],
  ['backslash-beside-star', 'A backslash.', 'GET /7', [allow('<arn>*/\\d')], 'denied'],
  ['deny-after-allow', 'A Deny wins after an Allow.', 'GET /orders', [allow('*'), deny('<arn>GET/orders')], 'denied'],
  [
    'deny-before-allow',
    'And before one.',
    'GET /orders',
    [deny('<arn>GET/orders'), allow('<arn>GET/orders')],
    'denied',
  ],
  [
    'deny-star',
    'A Deny with a star wins against an exact Allow.',
    'GET /orders/1',
    [allow('<arn>GET/orders/1'), deny('<arn>GET/orders/*')],
    'denied',
  ],
  [
    'deny-elsewhere',
    'A Deny of something else denies nothing here.',
    'GET /orders',
    [allow('*'), deny('<arn>GET/others')],
    'allowed',
  ],
  [
    'deny-other-action',
    'Nor does a Deny of another action.',
    'GET /orders',
    [allow('*'), deny('*', 'execute-api:InvalidateCache')],
    'allowed',
  ],
  [
    'action-other',
    'An Allow of another action allows nothing.',
    'GET /orders',
    [allow('*', 'execute-api:InvalidateCache')],
    'denied',
  ],
  ['action-other-service', 'Nor one of another service.', 'GET /orders', [allow('*', 's3:*')], 'denied'],
  [
    'action-longer',
    'The action is anchored at its end.',
    'GET /orders',
    [allow('*', 'execute-api:InvokeOther')],
    'denied',
  ],
  ['action-part', 'And at its start.', 'GET /orders', [allow('*', 'Invoke')], 'denied'],
  ['action-star', 'A star in the action.', 'GET /orders', [allow('*', 'execute-api:*')], 'allowed'],
  ['action-lone-star', 'A lone star as the action.', 'GET /orders', [allow('*', '*')], 'allowed'],
  [
    'action-list',
    'One of several actions.',
    'GET /orders',
    [allow('*', ['execute-api:InvalidateCache', 'execute-api:Invoke'])],
    'allowed',
  ],
  [
    'resource-list',
    'One of several resources.',
    'GET /orders',
    [allow(['<arn>GET/none', '<arn>GET/orders'])],
    'allowed',
  ],
  [
    'resource-list-none',
    'None of several resources.',
    'GET /orders',
    [allow(['<arn>GET/none', '<arn>GET/other'])],
    'denied',
  ],
  [
    'second-statement',
    'A later statement may allow.',
    'GET /orders',
    [allow('<arn>GET/none'), allow('<arn>GET/orders')],
    'allowed',
  ],
  ['actual-path', 'The actual path counts, not the template.', 'GET /orders/1', [allow('<arn>GET/{proxy+}')], 'denied'],
  ['star-in-request', 'A star in the request is only text.', 'GET /orders/*', [allow('<arn>GET/orders/1')], 'denied'],
];

const methodArnPrefix = (methodArn: string) => methodArn.split('/').slice(0, 2).join('/').concat('/');
const fill = (value: string | readonly string[], arn: string): Json =>
  typeof value === 'string' ? value.replaceAll('<arn>', arn) : value.map((one) => one.replaceAll('<arn>', arn));

export const policies: readonly FidelityCase[] = rows.map(([id, fact, request, statements, outcome]) => {
  const [method = '', path = ''] = request.split(' ');
  return {
    id: `policies/${id}`,
    fact,
    api: {
      routes: [{ method: 'ANY', path: '/{proxy+}', function: 'target', authorized: true }],
      authorizer: {
        returnsFor: (event) => ({
          principalId: 'caller',
          policyDocument: {
            Version: '2012-10-17',
            Statement: statements.map(({ Effect, Action, Resource }) => ({
              Effect,
              Action: fill(Action, ''),
              Resource: fill(Resource, methodArnPrefix(event.methodArn)),
            })),
          },
        }),
      },
    },
    request: { method, path },
    expect:
      outcome === 'allowed' ? { status: 200, called: 'target' } : { status: 403, called: null, authorizerCalled: true },
  };
});

/** A policy for exactly `event.methodArn` allows the request, whatever its path contains. */
export const ownArn: readonly FidelityCase[] = [
  '/orders',
  '/orders/',
  '/a.b+c(d)',
  '/a%2Fb',
  '/a*b',
  '/a%20b',
  '/A/b/C/d',
].map((path, at) => ({
  id: `policies/own-arn-${at + 1}`,
  fact: `A policy for exactly \`event.methodArn\` allows ${path}.`,
  api: {
    routes: [{ method: 'ANY', path: '/{proxy+}', function: 'target', authorized: true }],
    authorizer: {
      returnsFor: (event) => ({
        principalId: 'caller',
        policyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn }],
        },
      }),
    },
  },
  request: { path },
  expect: { status: 200, called: 'target' },
}));
