import type { ServiceName } from '../../../local/servers/proxy-hook.ts';

/** How a service fails, from one of its calls on. A column of the report. */
export const KINDS = ['refused', 'reset', 'lost', 'lost once', 'slow', 'throttled', 'garbage'] as const;

export type FaultKind = (typeof KINDS)[number];

export const MEANING: Readonly<Record<FaultKind, string>> = {
  refused: 'connections are refused',
  reset: 'the connection is reset before anything is done',
  lost: 'the call is carried out, and the connection reset instead of a response',
  'lost once': 'the same with the first call only: its retry succeeds',
  slow: 'no response until the caller gives up',
  throttled: "the service's own throttling error",
  garbage: 'status 200 with a meaningless body; from the upstream, not even HTTP',
};

export interface Rejection {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Returns the response of each service to too many calls. */
export function throttling(service: ServiceName): Rejection {
  switch (service) {
    case 'dynamodb':
      return awsError('application/x-amz-json-1.0', 400, {
        __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
        message: 'The level of configured provisioned throughput for the table was exceeded.',
      });
    case 'secrets-manager':
      return awsError('application/x-amz-json-1.1', 400, { __type: 'ThrottlingException', message: 'Rate exceeded' });
    case 'cognito':
      return awsError('application/x-amz-json-1.1', 400, {
        __type: 'TooManyRequestsException',
        message: 'Rate exceeded',
      });
    case 'ses': {
      const error = awsError('application/json', 429, { message: 'Too many requests.' });
      return { ...error, headers: { ...error.headers, 'x-amzn-errortype': 'TooManyRequestsException' } };
    }
    case 'messaging':
      return awsError('application/json', 429, {
        error: { message: '(#130429) Rate limit hit', type: 'OAuthException', code: 130_429 },
      });
    case 'key-set':
    case 'upstream':
      return {
        status: 429,
        headers: { 'content-type': 'text/plain', 'retry-after': '1' },
        body: 'Too many requests\n',
      };
  }
}

function awsError(type: string, status: number, body: object): Rejection {
  return { status, headers: { 'content-type': type }, body: JSON.stringify(body) };
}
