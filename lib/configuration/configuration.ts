import type { z } from 'zod';
import { CONTEXT_VALUES } from './context-values.ts';

/** What a deployment may differ in. Given as CDK context: `-c upstreamUrl=https://…`, or in cdk.json. */
export interface Configuration {
  /** Part of the stacks' names and the first path segment of the URLs. */
  readonly stage: string;
  /** Environment of the API keys that this stage accepts. */
  readonly keyEnvironment: 'live' | 'test';
  /** Origin and optional base path, to which `/api/v2/…` is appended. */
  readonly upstreamUrl: string;
  /**
   * Sender of one-time codes and of the user pool's e-mails, an identity verified in SES. Without it Cognito sends its
   * own, few a day, and there are no codes by e-mail.
   */
  readonly senderAddress: string | null;
  /**
   * A CDN in front of the Partner API: its header names the caller's IP address in requests from its ranges. Null: the IP
   * address that API Gateway sees counts, and no header.
   */
  readonly trustedCdn: { readonly ranges: readonly string[]; readonly header: string } | null;
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
  /** Whether signing in with Cognito takes an authenticator app. */
  readonly mfa: 'off' | 'required';
  /** First label of the host name of Cognito's sign-in pages. Null: made of stage and account. */
  readonly signInDomainPrefix: string | null;
  /** Origin and optional base path, to which `/messages` is appended. Null: no codes by WhatsApp. */
  readonly messagingApiUrl: string | null;
  /** Approved authentication template for codes by WhatsApp. */
  readonly otpTemplate: { readonly name: string; readonly language: string };
  /** Null: Cognito's managed login. */
  readonly openIdProvider: OpenIdProvider | null;
  /** Where to report vulnerabilities: a mailto: or https: URL. Null: the hub serves no security.txt. */
  readonly securityContact: string | null;
  /** Version of the origin secret that the distribution sends. Null: the current one. */
  readonly originSecretVersion: string | null;
}

export interface CustomDomain {
  readonly domainName: string;
  /** In ACM, in the stack's Region. */
  readonly certificateArn: string;
}

/** Another provider than Cognito, at which the hub is registered as a public client. */
export interface OpenIdProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly jwksUri: string;
  /** Where a browser signs out, complete with parameters. */
  readonly logoutUrl: string;
  /** Origins of endpoints that are not on the issuer's. */
  readonly sources: readonly string[];
  readonly scopes: string;
}

/** One line for each value that is missing or malformed; says what to change. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(problems: readonly string[]) {
    super(['The configuration cannot be used:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
  }
}

type GivenValues = Readonly<Record<string, unknown>>;

/** Values that mean something only together. */
const TOGETHER = [
  ['domainName', 'certificateArn'],
  ['trustedCdnRanges', 'trustedCdnHeader'],
  ['oidcIssuer', 'oidcClientId', 'oidcJwksUri', 'oidcLogoutUrl'],
];

/** Reads each value with the given look-up. Throws a ConfigurationError that names every value at fault. */
export function readConfiguration(contextValue: (name: string) => unknown): Configuration {
  const given: GivenValues = Object.fromEntries(
    Object.keys(CONTEXT_VALUES.shape).map((name) => [name, contextValue(name) ?? undefined]),
  );
  const { data, error } = CONTEXT_VALUES.safeParse(given);
  const problems = [
    ...(error?.issues.map((issue) => problemOf(issue, given)) ?? []),
    ...TOGETHER.flatMap((names) => missingOf(names, given)),
    ...unusableDomain(data),
  ];
  if (data === undefined || problems.length > 0) throw new ConfigurationError(problems);
  return Object.freeze({
    stage: data.stage,
    keyEnvironment: data.keyEnvironment ?? (data.stage === 'prod' ? 'live' : 'test'),
    upstreamUrl: data.upstreamUrl,
    senderAddress: data.senderAddress ?? null,
    trustedCdn:
      data.trustedCdnRanges === undefined || data.trustedCdnHeader === undefined
        ? null
        : { ranges: data.trustedCdnRanges, header: data.trustedCdnHeader },
    throttleRateLimit: data.throttleRateLimit,
    throttleBurstLimit: data.throttleBurstLimit,
    authorizerReservedConcurrency: data.authorizerReservedConcurrency ?? null,
    clientCertificateId: data.clientCertificateId ?? null,
    customDomain:
      data.domainName === undefined || data.certificateArn === undefined
        ? null
        : { domainName: data.domainName, certificateArn: data.certificateArn },
    manageApiGatewayLogRole: data.manageApiGatewayLogRole,
    mfa: data.mfa,
    signInDomainPrefix: data.signInDomainPrefix ?? null,
    messagingApiUrl: data.messagingApiUrl ?? null,
    otpTemplate: { name: data.otpTemplateName, language: data.otpTemplateLanguage },
    openIdProvider: openIdProviderOf(data),
    securityContact: data.securityContact ?? null,
    originSecretVersion: data.originSecretVersion ?? null,
  });
}

function openIdProviderOf({
  oidcIssuer,
  oidcClientId,
  oidcJwksUri,
  oidcLogoutUrl,
  oidcSources,
  oidcScopes,
}: z.infer<typeof CONTEXT_VALUES>): OpenIdProvider | null {
  return oidcIssuer === undefined ||
    oidcClientId === undefined ||
    oidcJwksUri === undefined ||
    oidcLogoutUrl === undefined
    ? null
    : {
        issuer: oidcIssuer,
        clientId: oidcClientId,
        jwksUri: oidcJwksUri,
        logoutUrl: oidcLogoutUrl,
        sources: oidcSources ?? [],
        scopes: oidcScopes,
      };
}

/** Names the value but does not repeat it: a URL may hold credentials. */
function problemOf(issue: z.core.$ZodIssue, given: GivenValues): string {
  const name = String(issue.path[0]);
  return `${name} is ${given[name] === undefined ? 'missing' : 'malformed'}: ${issue.message}`;
}

/** Not part of the schema, whose own checks wait until every value is well-formed. */
function missingOf(names: readonly string[], given: GivenValues): string[] {
  const missing = names.filter((name) => given[name] === undefined);
  if (missing.length === 0 || missing.length === names.length) return [];
  const present = names.filter((name) => given[name] !== undefined);
  return missing.map((name) => `${name} is missing: give it together with ${present.join(', ')}, or leave out all.`);
}

/** Cognito's rule for the domain that is made of the stage's name. */
function unusableDomain(data: z.infer<typeof CONTEXT_VALUES> | undefined): string[] {
  if (data === undefined || data.signInDomainPrefix !== undefined || data.oidcIssuer !== undefined) return [];
  if (!/aws|amazon|cognito/.test(data.stage)) return [];
  return [
    'signInDomainPrefix is missing: Cognito allows no domain with aws, amazon or cognito in it, as the stage has.',
  ];
}
