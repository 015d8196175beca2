import type {
  ClientRequest,
  Expectation,
  FidelityCase,
  Json,
  UpstreamAnswer,
  UpstreamRoute,
} from '../fidelity-case.ts';

const allowWith = (context: Json) => ({
  answersTo: (event: { methodArn: string }): Json => ({
    principalId: 'caller',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn }],
    },
    context,
  }),
});

interface Given {
  readonly route?: Partial<UpstreamRoute>;
  readonly path?: string;
  readonly context?: Json;
  readonly answer?: UpstreamAnswer;
}
export const proxied = (
  id: string,
  fact: string,
  given: Given,
  request: Partial<ClientRequest>,
  expect: Expectation,
): FidelityCase => ({
  id: `http-proxy/${id}`,
  fact,
  api: {
    routes: [
      {
        method: 'ANY',
        path: given.path ?? '/orders',
        upstream: { path: '/base/orders', ...given.route },
        ...(given.context === undefined ? {} : { authorized: true }),
      },
    ],
    ...(given.context === undefined ? {} : { authorizer: allowWith(given.context) }),
    ...(given.answer === undefined ? {} : { upstream: given.answer }),
  },
  request: { path: '/orders', ...request },
  expect,
});
