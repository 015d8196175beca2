import { z } from 'zod';

/** What a deployment may differ in. Given as CDK context: `-c upstreamUrl=https://…`, or in cdk.json. */
export interface Configuration {
  /** Part of the stacks' names and the first path segment of the addresses. */
  readonly stage: string;
  /** Environment of the API keys that this stage accepts. */
  readonly keyEnvironment: 'live' | 'test';
  /** Origin and optional base path, to which `/api/v2/…` is appended. */
  readonly upstreamUrl: string;
  /** Sender of the user pool's e-mails, an identity verified in SES. Without it Cognito sends them, few a day. */
  readonly senderAddress: string | null;
  /** Requests a second. */
  readonly throttleRateLimit: number;
  readonly throttleBurstLimit: number;
  /** Concurrency set aside for the authorizer, so that no other function of the account can starve it. */
  readonly authorizerReservedConcurrency: number | null;
  /** An API Gateway client certificate to show to the upstream instead of the stack's own; how one is rotated. */
  readonly clientCertificateId: string | null;
  readonly customDomain: CustomDomain | null;
  /** Whether this stack owns the account's one role for API Gateway logs. Elsewhere it must exist already. */
  readonly manageApiGatewayLogRole: boolean;
}

export interface CustomDomain {
  readonly domainName: string;
  /** In ACM, in the stack's Region. */
  readonly certificateArn: string;
}

/** One line for each value that is missing or malformed; says what to change. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(problems: readonly string[]) {
    super(['The configuration cannot be used:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
  }
}

/** Context values from the command line are strings, those from cdk.json may be numbers. */
const positiveInteger = (hint: string) =>
  z
    .union([z.string(), z.number()], { error: hint })
    .transform(String)
    .pipe(z.string().regex(/^[1-9]\d{0,8}$/, hint))
    .transform(Number);

const flag = (hint: string) =>
  z.union([z.boolean(), z.enum(['true', 'false'])], { error: hint }).transform((value) => String(value) === 'true');

const UPSTREAM_HINT =
  'give the https address of the Partner API behind the gateway, for instance -c upstreamUrl=https://partner-api.example.com, in lower case and without credentials, query, fragment or trailing slash.';

const SCHEMA = z.object({
  stage: z
    .string('use a name such as dev or prod.')
    .regex(/^[a-z][a-z0-9-]{0,19}$/, 'use 1 to 20 lower-case letters, digits and hyphens, starting with a letter.')
    .default('dev'),
  keyEnvironment: z.enum(['live', 'test'], 'use live or test.').optional(),
  upstreamUrl: z.string(UPSTREAM_HINT).refine(isUpstreamUrl, UPSTREAM_HINT),
  senderAddress: z.email('use an e-mail address that is a verified identity in SES.').optional(),
  throttleRateLimit: positiveInteger('use a whole number of requests a second, 1 or more.').default(5000),
  throttleBurstLimit: positiveInteger('use a whole number of requests, 1 or more.').default(2500),
  authorizerReservedConcurrency: positiveInteger('use a whole number of instances, 1 or more.').optional(),
  clientCertificateId: z
    .string('use the ID of a client certificate of API Gateway.')
    .regex(/^[a-z0-9]{6,20}$/, 'use the ID of a client certificate of API Gateway.')
    .optional(),
  domainName: z
    .string('use a host name such as api.example.com.')
    .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'use a host name such as api.example.com.')
    .optional(),
  certificateArn: z
    .string('use the ARN of a certificate in ACM.')
    .regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, 'use the ARN of a certificate in ACM.')
    .optional(),
  manageApiGatewayLogRole: flag('use true or false.').default(false),
});

/** Reads each value with the given look-up. Throws a ConfigurationError that names every value at fault. */
export function readConfiguration(contextValue: (name: string) => unknown): Configuration {
  const given = Object.fromEntries(Object.keys(SCHEMA.shape).map((name) => [name, contextValue(name) ?? undefined]));
  const { data, error } = SCHEMA.safeParse(given);
  const problems = [...(error?.issues.map((issue) => problemOf(issue, given)) ?? []), ...missingHalf(given)];
  if (data === undefined || problems.length > 0) throw new ConfigurationError(problems);
  return Object.freeze({
    stage: data.stage,
    keyEnvironment: data.keyEnvironment ?? (data.stage === 'prod' ? 'live' : 'test'),
    upstreamUrl: data.upstreamUrl,
    senderAddress: data.senderAddress ?? null,
    throttleRateLimit: data.throttleRateLimit,
    throttleBurstLimit: data.throttleBurstLimit,
    authorizerReservedConcurrency: data.authorizerReservedConcurrency ?? null,
    clientCertificateId: data.clientCertificateId ?? null,
    customDomain:
      data.domainName === undefined || data.certificateArn === undefined
        ? null
        : { domainName: data.domainName, certificateArn: data.certificateArn },
    manageApiGatewayLogRole: data.manageApiGatewayLogRole,
  });
}

/** Names the value but does not repeat it: an address may hold credentials. */
function problemOf(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  const name = String(issue.path[0]);
  return `${name} is ${given[name] === undefined ? 'missing' : 'malformed'}: ${issue.message}`;
}

/** A custom domain takes two values. Not part of the schema, whose own checks wait until every value is well-formed. */
function missingHalf(given: Readonly<Record<string, unknown>>): string[] {
  const halves = ['domainName', 'certificateArn'];
  const missing = halves.filter((name) => given[name] === undefined);
  if (missing.length !== 1) return [];
  const present = halves.filter((name) => given[name] !== undefined);
  return [`${missing} is missing: give it together with ${present}, or leave out both.`];
}

/**
 * Only the normal form of an address: what the URL parser would rewrite or API Gateway would substitute is refused.
 */
function isUpstreamUrl(value: string): boolean {
  const url = URL.parse(value);
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return false;
  if (url.href !== (url.pathname === '/' ? `${value}/` : value)) return false;
  return !value.endsWith('/') && /^https:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:\/[\w.~-]+)*$/.test(value);
}
