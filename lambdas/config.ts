import type { KeyEnvironment } from './domain/api-key.ts';
import { Env } from './env.ts';

export interface AuthorizerConfig {
  readonly tableName: string;
  readonly keyEnvironment: KeyEnvironment;
}

export interface TokenConfig {
  readonly tableName: string;
  readonly userPoolId: string;
  readonly tokenClientId: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws an Error that names the variable. */
export function authorizerConfig(environment: Environment): AuthorizerConfig {
  const keyEnvironment = required(environment, Env.KEY_ENVIRONMENT);
  if (keyEnvironment !== 'live' && keyEnvironment !== 'test') {
    throw new Error(`${Env.KEY_ENVIRONMENT} must be "live" or "test".`);
  }
  return Object.freeze({ tableName: required(environment, Env.TABLE_NAME), keyEnvironment });
}

/** Throws an Error that names the variable. */
export function tokenConfig(environment: Environment): TokenConfig {
  return Object.freeze({
    tableName: required(environment, Env.TABLE_NAME),
    userPoolId: required(environment, Env.USER_POOL_ID),
    tokenClientId: required(environment, Env.TOKEN_CLIENT_ID),
  });
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`The environment variable ${name} is missing.`);
  return value;
}
