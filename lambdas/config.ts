import type { KeyEnvironment } from './domain/model/api-key.ts';
import { parseIpAllowlist } from './domain/model/ip-allowlist.ts';
import { Env } from './env.ts';
import type { TrustedCdn } from './http/partner-api/caller-ip.ts';

/** Each function reads its variables when it is loaded. Every reader throws an Error that names a missing or invalid variable. */

export interface AuthorizerConfig {
  readonly tableName: string;
  readonly keyEnvironment: KeyEnvironment;
  readonly trustedCdn: TrustedCdn | null;
}

export interface TokenConfig {
  readonly tableName: string;
  readonly userPoolId: string;
  readonly tokenClientId: string;
  readonly hubUrl: string;
  readonly trustedCdn: TrustedCdn | null;
}

export interface ManagementAuthorizerConfig {
  readonly tableName: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly jwksUri: string;
  readonly originSecretArn: string;
}

export interface MessagingConfig {
  readonly url: string;
  readonly keySecretArn: string;
  readonly templateName: string;
  readonly templateLanguage: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function authorizerConfig(environment: Environment): AuthorizerConfig {
  return Object.freeze({
    tableName: tableName(environment),
    keyEnvironment: keyEnvironment(environment),
    trustedCdn: trustedCdn(environment),
  });
}

function trustedCdn(environment: Environment): TrustedCdn | null {
  const ranges = environment[Env.TRUSTED_CDN_RANGES];
  if (!ranges) return null;
  const parsed = parseIpAllowlist(ranges.split(','));
  if ('detail' in parsed) throw new Error(`${Env.TRUSTED_CDN_RANGES} is not a list of IP addresses. ${parsed.detail}`);
  return { ranges: parsed.list, header: required(environment, Env.TRUSTED_CDN_HEADER).toLowerCase() };
}

export function tokenConfig(environment: Environment): TokenConfig {
  return Object.freeze({
    tableName: tableName(environment),
    userPoolId: userPoolId(environment),
    tokenClientId: required(environment, Env.TOKEN_CLIENT_ID),
    hubUrl: hubUrl(environment),
    trustedCdn: trustedCdn(environment),
  });
}

export function managementAuthorizerConfig(environment: Environment): ManagementAuthorizerConfig {
  return Object.freeze({
    tableName: tableName(environment),
    issuer: required(environment, Env.OIDC_ISSUER),
    clientId: required(environment, Env.OIDC_CLIENT_ID),
    jwksUri: required(environment, Env.OIDC_JWKS_URI),
    originSecretArn: required(environment, Env.ORIGIN_SECRET_ARN),
  });
}

export function userPoolId(environment: Environment): string {
  return required(environment, Env.USER_POOL_ID);
}

export function userPoolsOrigin(environment: Environment): string {
  return required(environment, Env.USER_POOLS_ORIGIN);
}

export function hubUrl(environment: Environment): string {
  return required(environment, Env.HUB_URL);
}

export function tableName(environment: Environment): string {
  return required(environment, Env.TABLE_NAME);
}

export function keyEnvironment(environment: Environment): KeyEnvironment {
  const value = required(environment, Env.KEY_ENVIRONMENT);
  if (value !== 'live' && value !== 'test') throw new Error(`${Env.KEY_ENVIRONMENT} must be "live" or "test".`);
  return value;
}

export function pepperSecretArn(environment: Environment): string {
  return required(environment, Env.OTP_PEPPER_SECRET_ARN);
}

/** Returns null if codes are not sent by e-mail. */
export function codeSenderAddress(environment: Environment): string | null {
  return environment[Env.SENDER_ADDRESS] || null;
}

/** For functions that cannot work without it. */
export function senderAddress(environment: Environment): string {
  return required(environment, Env.SENDER_ADDRESS);
}

export function clientCertificateId(environment: Environment): string {
  return required(environment, Env.CLIENT_CERTIFICATE_ID);
}

export function metricsNamespace(environment: Environment): string {
  return required(environment, Env.METRICS_NAMESPACE);
}

/** Returns null if WhatsApp is not set up. */
export function messagingConfig(environment: Environment): MessagingConfig | null {
  const url = environment[Env.MESSAGING_API_URL];
  if (!url) return null;
  return Object.freeze({
    url,
    keySecretArn: required(environment, Env.MESSAGING_API_KEY_SECRET_ARN),
    templateName: required(environment, Env.OTP_TEMPLATE_NAME),
    templateLanguage: required(environment, Env.OTP_TEMPLATE_LANGUAGE),
  });
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`The environment variable ${name} is missing.`);
  return value;
}
