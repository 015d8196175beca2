import { headerValue } from '../servers/header-list.ts';
import type { Call } from './call.ts';
import { requestTimeOf } from './request-context.ts';

type Variable = (call: Call) => string | number | null | undefined;

const alwaysNull: Variable = () => null;

const VARIABLES: Readonly<Record<string, Variable>> = {
  accountId: ({ api }) => api.accountId,
  apiId: ({ api }) => api.id,
  'authorizer.error': (call) => call.authorizerError,
  'authorizer.latency': (call) => call.authorizerLatencyMs,
  'authorizer.integrationLatency': (call) => call.authorizerLatencyMs,
  'authorizer.principalId': (call) => call.authorizer?.principalId,
  'error.message': (call) => call.error?.message,
  // The only variable that includes its quotation marks.
  'error.messageString': (call) => (call.error === null ? null : JSON.stringify(call.error.message)),
  'error.responseType': (call) => call.error?.responseType,
  extendedRequestId: (call) => call.extendedRequestId,
  httpMethod: (call) => call.httpMethod,
  'identity.caller': alwaysNull,
  'identity.sourceIp': (call) => call.sourceIp,
  'identity.user': alwaysNull,
  'identity.userAgent': (call) => headerValue(call.headers, 'user-agent'),
  'integration.status': (call) => call.integrationStatus,
  integrationLatency: (call) => call.integrationLatencyMs,
  path: (call) => `/${call.api.stage}${call.path}`,
  protocol: (call) => call.protocol,
  requestId: (call) => call.requestId,
  requestTime: (call) => requestTimeOf(call.receivedAt),
  requestTimeEpoch: (call) => call.receivedAt,
  resourcePath: (call) => call.match?.route.resourcePath,
  responseLatency: (call) => Date.now() - call.receivedAt,
  responseLength: (call) => call.responseLength,
  stage: ({ api }) => api.stage,
  status: (call) => call.status,
};

const AUTHORIZER_KEY = /^authorizer\.([A-Za-z0-9_-]+)$/;
const REFERENCE = /\$context\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)/g;

/** Returns the value of `$context.<name>`, or null if this call has none. */
export function contextVariable(call: Call, name: string): string | null {
  const variable = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined;
  if (variable !== undefined) return textOf(variable(call));
  const [, key = ''] = AUTHORIZER_KEY.exec(name) ?? [];
  const context = call.authorizer?.context;
  return context !== undefined && Object.hasOwn(context, key) ? textOf(context[key]) : null;
}

function textOf(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

export function isContextVariable(name: string): boolean {
  return Object.hasOwn(VARIABLES, name) || AUTHORIZER_KEY.test(name);
}

/** Substitutes context variables, without a template language and without escaping. */
export function substituteContext(template: string, call: Call, missing: string): string {
  return template.replaceAll(REFERENCE, (_, name: string) => contextVariable(call, name) ?? missing);
}

/** Throws an Error if the template uses anything but the context variables above. */
export function assertSubstitutable(template: string, where: string): void {
  const rest = template.replaceAll(REFERENCE, (_, name: string) => {
    if (!isContextVariable(name)) throw new Error(`${where}: $context.${name} is not supported locally.`);
    return '';
  });
  const [other] = /\$[^"'\s,}]*/.exec(rest) ?? [];
  if (other !== undefined) throw new Error(`${where}: ${other} is not supported locally.`);
}
