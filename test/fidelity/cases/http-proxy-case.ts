import type {
  ClientRequest,
  Expectation,
  FidelityCase,
  Json,
  UpstreamResponse,
  UpstreamRoute,
} from '../fidelity-case.ts';

const allowWith = (context: Json) => ({
  returnsFor: (event: { methodArn: string }): Json => ({
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
  readonly response?: UpstreamResponse;
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
    ...(given.response === undefined ? {} : { upstream: given.response }),
  },
  request: { path: '/orders', ...request },
  expect,
});
