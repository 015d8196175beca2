import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';

/** The headers that a client library sends, and those that API Gateway adds. */
const ORDINARY_HEADERS = {
  Accept: 'application/json',
  'Accept-Encoding': 'gzip, br',
  Host: 'partner-api.example',
  'User-Agent': 'partner-system/1.0',
  'X-Amzn-Trace-Id': 'Root=1-65f0c0de-0123456789abcdef01234567',
  'X-Forwarded-For': '203.0.113.9',
  'X-Forwarded-Port': '443',
  'X-Forwarded-Proto': 'https',
};

/** Returns the REQUEST authorizer event of `GET <path>`; `partnerId` is null for a route without one. */
export function authorizerEvent(
  credential: Readonly<Record<string, string>>,
  partnerId: string | null,
): APIGatewayRequestAuthorizerEvent {
  const path = partnerId === null ? '/whoami' : `/api/v2/partners/${partnerId}/clients`;
  const headers: Record<string, string> = { ...ORDINARY_HEADERS, ...credential };
  return {
    type: 'REQUEST',
    methodArn: `arn:aws:execute-api:eu-central-1:000000000000:abcdefghij/test/GET${path}`,
    resource: partnerId === null ? path : '/api/v2/partners/{partner_id}/{proxy+}',
    path,
    httpMethod: 'GET',
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    pathParameters: partnerId === null ? null : { partner_id: partnerId, proxy: 'clients' },
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    stageVariables: null,
    requestContext: {
      accountId: '000000000000',
      apiId: 'abcdefghij',
      extendedRequestId: 'benchmark-1=',
      httpMethod: 'GET',
      identity: { sourceIp: '203.0.113.9', userAgent: ORDINARY_HEADERS['User-Agent'] },
      path: `/test${path}`,
      protocol: 'HTTP/1.1',
      requestId: '00000000-0000-4000-8000-000000000000',
      requestTimeEpoch: 0,
      resourceId: 'abcdef',
      resourcePath: path,
      stage: 'test',
    },
  } as unknown as APIGatewayRequestAuthorizerEvent;
}
