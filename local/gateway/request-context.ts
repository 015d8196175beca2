import { headerValue } from '../servers/header-list.ts';
import type { Call } from './call.ts';

/** Returns `event.requestContext` of a REST API. It has `authorizer` only after an authorizer allowed the call. */
export function requestContextOf(call: Call): Record<string, unknown> {
  const { api, match, authorizer } = call;
  return {
    resourceId: match?.route.resourceId,
    resourcePath: match?.route.resourcePath,
    httpMethod: call.httpMethod,
    extendedRequestId: call.extendedRequestId,
    requestTime: requestTimeOf(call.receivedAt),
    path: `/${api.stage}${call.path}`,
    accountId: api.accountId,
    protocol: call.protocol,
    stage: api.stage,
    domainPrefix: api.id,
    requestTimeEpoch: call.receivedAt,
    requestId: call.requestId,
    identity: {
      cognitoIdentityPoolId: null,
      accountId: null,
      cognitoIdentityId: null,
      caller: null,
      sourceIp: call.sourceIp,
      principalOrgId: null,
      accessKey: null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: null,
      userAgent: headerValue(call.headers, 'user-agent') ?? null,
      user: null,
    },
    domainName: `${api.id}.execute-api.${api.region}.amazonaws.com`,
    deploymentId: api.deploymentId,
    apiId: api.id,
    ...(authorizer === null
      ? {}
      : {
          authorizer: {
            ...authorizer.context,
            principalId: authorizer.principalId,
            integrationLatency: call.authorizerLatencyMs,
          },
        }),
  };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Formats a time in the Common Log Format: `28/Nov/2026:18:02:03 +0000`. */
export function requestTimeOf(epochMs: number): string {
  const iso = new Date(epochMs).toISOString();
  const month = MONTHS[Number(iso.slice(5, 7)) - 1] ?? '';
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}
