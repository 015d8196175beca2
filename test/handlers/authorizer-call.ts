import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';

export const METHOD_ARN = 'arn:aws:execute-api:eu-central-1:000000000000:abcdefghij/test/GET/clients';
export const REQUEST_ID = 'JKJ_gHExampleA=';

export interface AuthorizerRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly path?: string;
  readonly partnerId?: string | null;
  readonly sourceIp?: string;
}

type Authorizer = (event: APIGatewayRequestAuthorizerEvent, context: Context) => unknown;

/** Calls an authorizer as API Gateway does. */
export async function authorizerCall(
  authorizer: Authorizer,
  {
    headers = {},
    method = 'GET',
    path = '/api/v2/partners/demoPA/clients',
    partnerId = 'demoPA',
    sourceIp = '203.0.113.9',
  }: AuthorizerRequest,
): Promise<APIGatewayAuthorizerResult> {
  const event = {
    type: 'REQUEST',
    methodArn: METHOD_ARN,
    httpMethod: method,
    path,
    pathParameters: partnerId === null ? null : { partner_id: partnerId },
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    requestContext: { extendedRequestId: REQUEST_ID, identity: { sourceIp } },
  } as unknown as APIGatewayRequestAuthorizerEvent;
  return (await authorizer(event, {} as Context)) as APIGatewayAuthorizerResult;
}

/** The policy for exactly the call at hand. */
export function policy(effect: 'Allow' | 'Deny') {
  return {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: METHOD_ARN }],
  };
}
