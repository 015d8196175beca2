import type { RoleDefinition } from '../template/application.ts';
import type { Denied } from './grants.ts';

/** How a service encodes its errors: https://smithy.io/2.0/aws/protocols/ */
export type Protocol = 'json-1.0' | 'json-1.1' | 'rest-json';

export interface ServiceError {
  readonly type: string;
  readonly message: string;
}

export interface ErrorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ACCOUNT = /^arn:aws:iam::(\d+):/;

export const UNSIGNED: ServiceError = {
  type: 'MissingAuthenticationTokenException',
  message: 'Request is missing Authentication Token',
};

export const UNKNOWN_CALLER: ServiceError = {
  type: 'UnrecognizedClientException',
  message: 'The security token included in the request is invalid.',
};

/** For a request whose permissions are not known here. */
export const UNKNOWN_OPERATION: ServiceError = {
  type: 'UnknownOperationException',
  message: 'The local run does not know which permissions this request needs (local/iam).',
};

/** Returns the error for a denied permission, worded as AWS does. */
export function accessDenied(
  functionName: string,
  role: RoleDefinition,
  { request, explicitly }: Denied,
): ServiceError {
  const account = ACCOUNT.exec(role.arn)?.[1] ?? '';
  const reason = explicitly
    ? 'with an explicit deny in an identity-based policy'
    : `because no identity-based policy allows the ${request.action} action`;
  return {
    type: 'AccessDeniedException',
    message: `User: arn:aws:sts::${account}:assumed-role/${role.name}/${functionName} is not authorized to perform: ${request.action} on resource: ${request.resource} ${reason}`,
  };
}

/** Encodes an error in the service's protocol. */
export function errorResponse(protocol: Protocol, { type, message }: ServiceError): ErrorResponse {
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
