import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** Context values from the command line are strings, those from cdk.json may be numbers. */
const positiveInteger = (hint: string) =>
  z
    .union([z.string(), z.number()], { error: hint })
    .transform(String)
    .pipe(z.string().regex(/^[1-9]\d{0,8}$/, hint))
    .transform(Number);

const flag = (hint: string) =>
  z.union([z.boolean(), z.enum(['true', 'false'])], { error: hint }).transform((value) => String(value) === 'true');

const text = (pattern: RegExp, hint: string) => z.string(hint).regex(pattern, hint);

const address = (isAddress: (value: string) => boolean, hint: string) => z.string(hint).refine(isAddress, hint);

const BASE_ADDRESS = 'in lower case and without credentials, query, fragment or trailing slash.';

const CDN_RANGES_HINT =
  'use up to 50 address ranges of the CDN, separated by commas, for example 192.0.2.0/24,2001:db8::/32; /8 and /16 are the largest.';
/** The most ranges that the function accepts in an IP allowlist. */
const MAX_CDN_RANGES = 50;
const SOURCES_HINT =
  'use https origins separated by commas, for example https://login.example.com,https://token.example.com.';

/** Every context value of a deployment, with what to write where it is malformed. */
export const CONTEXT_VALUES = z.object({
  stage: text(
    /^[a-z][a-z0-9-]{0,19}$/,
    'use a name such as dev or prod: 1 to 20 lower-case letters, digits and hyphens, starting with a letter.',
  ).default('dev'),
  keyEnvironment: z.enum(['live', 'test'], 'use live or test.').optional(),
  upstreamUrl: address(
    isBaseAddress,
    `give the https address of the Partner API behind the gateway, for instance -c upstreamUrl=https://partner-api.example.com, ${BASE_ADDRESS}`,
  ),
  senderAddress: z
    .email(
      'use an e-mail address that is itself a verified identity in SES; a verified domain is not enough for Cognito.',
    )
    .optional(),
  trustedCdnRanges: z
    .string(CDN_RANGES_HINT)
    .transform((list) => list.split(','))
    .refine((ranges) => ranges.length <= MAX_CDN_RANGES && ranges.every(isRange), CDN_RANGES_HINT)
    .optional(),
  // Clients write the beginning of the two that are lists.
  trustedCdnHeader: text(
    /^(?!x-forwarded-for$|forwarded$)[a-z][a-z0-9-]{0,63}$/,
    'use the name, in lower case, of a header that the CDN overwrites with one address, which X-Forwarded-For is not.',
  ).optional(),
  throttleRateLimit: positiveInteger('use a whole number of requests a second, 1 or more.').default(5000),
  throttleBurstLimit: positiveInteger('use a whole number of requests, 1 or more.').default(2500),
  authorizerReservedConcurrency: positiveInteger('use a whole number of instances, 1 or more.').optional(),
  clientCertificateId: text(/^[a-z0-9]{6,20}$/, 'use the ID of a client certificate of API Gateway.').optional(),
  domainName: text(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    'use a host name such as api.example.com.',
  ).optional(),
  certificateArn: text(
    /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
    'use the ARN of a certificate in ACM.',
  ).optional(),
  manageApiGatewayLogRole: flag('use true or false.').default(false),
  mfa: z.enum(['off', 'required'], 'use off or required.').default('off'),
  signInDomainPrefix: text(
    /^(?!.*(?:aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    'use up to 63 lower-case letters, digits and hyphens, without the words aws, amazon and cognito.',
  ).optional(),
  messagingApiUrl: address(isBaseAddress, `use the https address of the Messaging API, ${BASE_ADDRESS}`).optional(),
  otpTemplateName: text(
    /^[a-z0-9_]{1,512}$/,
    'use the name of an approved authentication template: lower-case letters, digits and underscores.',
  ).default('partner_hub_otp'),
  otpTemplateLanguage: text(/^[a-z]{2,3}(?:_[A-Z]{2,3})?$/, 'use a language code such as en or pt_BR.').default('en'),
  oidcIssuer: address(
    isIssuer,
    'use the https address that stands as issuer in the OpenID provider’s configuration document, exactly as there.',
  ).optional(),
  oidcClientId: text(/^[!-~]{1,255}$/, 'use the client ID of the hub at the OpenID provider.').optional(),
  oidcJwksUri: address(
    isPageAddress,
    'use the https address that stands as jwks_uri in the OpenID provider’s configuration document.',
  ).optional(),
  oidcSources: z
    .string(SOURCES_HINT)
    .transform((list) => list.split(','))
    .refine((sources) => sources.every(isOrigin), SOURCES_HINT)
    .optional(),
  oidcScopes: text(/^openid(?: [!#-[\]-~]+)*$/, 'use scopes separated by spaces, beginning with openid.').default(
    'openid email',
  ),
  oidcLogoutUrl: address(
    isPageAddress,
    'use the complete https address at which a browser signs out, with its parameters.',
  ).optional(),
  securityContact: address(
    isSecurityContact,
    'use where to report vulnerabilities, for example mailto:security@example.com or https://example.com/security.',
  ).optional(),
  originSecretVersion: text(/^[\w-]{32,64}$/, 'use a version ID of the origin secret.').optional(),
});

/** Only the normal form: what the URL parser would rewrite or API Gateway would substitute is refused. */
function isBaseAddress(value: string): boolean {
  const url = httpsAddress(value);
  return url !== null && !value.endsWith('/') && /^https:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:\/[\w.~-]+)*$/.test(value);
}

/** Some issuers end in a slash, and tokens are compared with every character. */
function isIssuer(value: string): boolean {
  return httpsAddress(value) !== null && isBaseAddress(value.replace(/\/$/, ''));
}

function isPageAddress(value: string): boolean {
  const url = httpsAddress(value);
  return url !== null && url.hash === '' && !value.endsWith('#');
}

/** What RFC 9116 allows and people can use: an e-mail address or a page. */
function isSecurityContact(value: string): boolean {
  const email = /^mailto:(.+)$/.exec(value)?.[1];
  return email === undefined ? isPageAddress(value) : z.email().safeParse(email).success;
}

function httpsAddress(value: string): URL | null {
  const url = URL.parse(value);
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null;
  return url.href === value || url.href === `${value}/` ? url : null;
}

/** As strict as the function that reads it. Not /0 and no IPv4 in IPv6: the header is believed of every sender in the range. */
/** No CDN has larger ranges, and 50 of these cannot cover all IP addresses, so that everybody would be believed. */
const SHORTEST_PREFIX = { ipv4: 8, ipv6: 16 } as const;

function isRange(text: string): boolean {
  if (!/^[0-9a-f.:]+\/[1-9]\d{0,2}$/i.test(text)) return false;
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return ipaddr.IPv4.parseCIDR(text)[1] >= SHORTEST_PREFIX.ipv4;
  if (!ipaddr.IPv6.isValidCIDR(text)) return false;
  const [address, bits] = ipaddr.IPv6.parseCIDR(text);
  return !address.isIPv4MappedAddress() && bits >= SHORTEST_PREFIX.ipv6;
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.protocol === 'https:' && url.origin === text;
}
