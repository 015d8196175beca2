import type { RoleDefinition } from '../template/application.ts';
import type { Denied } from './grants.ts';

/** How a service puts its errors: https://smithy.io/2.0/aws/protocols/ */
export type Protocol = 'json-1.0' | 'json-1.1' | 'rest-json';

export interface Refusal {
  readonly type: string;
  readonly message: string;
}

export interface ErrorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ACCOUNT = /^arn:aws:iam::(\d+):/;

export const UNSIGNED: Refusal = {
  type: 'MissingAuthenticationTokenException',
  message: 'Request is missing Authentication Token',
};

export const UNKNOWN_CALLER: Refusal = {
  type: 'UnrecognizedClientException',
  message: 'The security token included in the request is invalid.',
};

/** Of a request of which it is not known here what it has to be allowed. */
export const UNKNOWN_OPERATION: Refusal = {
  type: 'UnknownOperationException',
  message: 'The local run does not know what this request has to be allowed (local/iam).',
};

export function accessDenied(functionName: string, role: RoleDefinition, { request, explicitly }: Denied): Refusal {
  const account = ACCOUNT.exec(role.arn)?.[1] ?? '';
  const why = explicitly
    ? 'with an explicit deny in an identity-based policy'
    : `because no identity-based policy allows the ${request.action} action`;
  return {
    type: 'AccessDeniedException',
    message: `User: arn:aws:sts::${account}:assumed-role/${role.name}/${functionName} is not authorized to perform: ${request.action} on resource: ${request.resource} ${why}`,
  };
}

export function answerOf(protocol: Protocol, { type, message }: Refusal): ErrorResponse {
  switch (protocol) {
    case 'json-1.0':
      return {
        status: 400,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify({ __type: `com.amazon.coral.service#${type}`, Message: message }),
      };
    case 'json-1.1':
      return {
        status: 400,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify({ __type: type, Message: message }),
      };
    case 'rest-json':
      return {
        status: 403,
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': type },
        body: JSON.stringify({ message }),
      };
  }
}
