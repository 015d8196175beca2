import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Env } from '../../lambdas/env.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { Records } from '../records/records.ts';
import { trustedCdnEnvironment } from './trusted-cdn-environment.ts';

export interface PartnerFunctionsProps {
  readonly configuration: Configuration;
  readonly functionsDirectory: string;
  readonly records: Records;
  /** App client with which `POST /token` checks a password. */
  readonly tokenClientId: string;
  /** Base URL of the Partner Hub, which responses point to. */
  readonly hubUrl: string;
}

export interface PartnerFunctions {
  readonly token: ServiceFunction;
  readonly whoami: ServiceFunction;
  readonly notFound: ServiceFunction;
}

/** Creates the functions of the Partner API's own routes, as the children `Token`, `Whoami` and `NotFound` of `scope`. */
export function createPartnerFunctions(scope: Construct, props: PartnerFunctionsProps): PartnerFunctions {
  const { functionsDirectory, tokenClientId, hubUrl } = props;
  const { table, userPool } = props.records;
  const token = new ServiceFunction(scope, 'Token', {
    name: 'token',
    description: 'Partner API: POST /token',
    functionsDirectory,
    memorySizeMb: 512,
    timeout: Duration.seconds(20),
    environment: {
      [Env.TABLE_NAME]: table.tableName,
      [Env.USER_POOL_ID]: userPool.userPoolId,
      [Env.TOKEN_CLIENT_ID]: tokenClientId,
      [Env.HUB_URL]: hubUrl,
      ...trustedCdnEnvironment(props.configuration),
    },
  });
  table.grantIssueTokens(token);
  userPool.grantVerifyPasswords(token);
  const whoami = new ServiceFunction(scope, 'Whoami', {
    name: 'whoami',
    description: 'Partner API: GET /whoami',
    functionsDirectory,
    timeout: Duration.seconds(5),
    environment: { [Env.HUB_URL]: hubUrl },
  });
  const notFound = new ServiceFunction(scope, 'NotFound', {
    name: 'not-found',
    description: 'Partner API: 404 for everything that is no route',
    functionsDirectory,
    timeout: Duration.seconds(5),
  });
  return { token, whoami, notFound };
}
