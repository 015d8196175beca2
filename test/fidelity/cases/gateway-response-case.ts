import type {
  Behavior,
  ClientRequest,
  Expectation,
  FidelityCase,
  GatewayResponse,
  Json,
  UpstreamResponse,
} from '../fidelity-case.ts';

const statement = (effect: string, resource: string): Json => ({
  Version: '2012-10-17',
  Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }],
});
export const denying = (context: Json = {}): Behavior => ({
  returnsFor: (event) => ({ principalId: 'caller', policyDocument: statement('Deny', event.methodArn), context }),
});
export const unauthorized: Behavior = { throws: { message: 'Unauthorized' } };

interface Given {
  readonly authorizer?: Behavior;
  readonly target?: Behavior;
  readonly upstream?: UpstreamResponse;
  readonly responses?: Readonly<Record<string, GatewayResponse>>;
  readonly request?: Partial<ClientRequest>;
}

export const shaped = (id: string, fact: string, given: Given, expect: Expectation): FidelityCase => ({
  id: `gateway-responses/${id}`,
  fact,
  api: {
    routes: [
      {
        method: 'GET',
        path: '/orders',
        function: 'orders',
        ...(given.authorizer === undefined ? {} : { authorized: true }),
      },
      { method: 'GET', path: '/upstream', upstream: { path: '/', timeoutMs: 100 } },
    ],
    ...(given.authorizer === undefined ? {} : { authorizer: given.authorizer }),
    ...(given.target === undefined ? {} : { functions: { orders: given.target } }),
    ...(given.upstream === undefined ? {} : { upstream: given.upstream }),
    ...(given.responses === undefined ? {} : { gatewayResponses: given.responses }),
  },
  request: { path: '/orders', ...given.request },
  expect,
});
