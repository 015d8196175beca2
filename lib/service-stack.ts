import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Env } from '../lambdas/env.ts';
import type { Configuration } from './configuration.ts';
import { PartnerApi } from './partner-api.ts';
import { PartnerApiDomain } from './partner-api-domain.ts';
import { PartnerAuthorizer } from './partner-authorizer.ts';
import type { RecordsStack } from './records-stack.ts';
import { ServiceFunction } from './service-function.ts';
import { TokenClient } from './token-client.ts';

export interface ServiceStackProps extends StackProps {
  readonly configuration: Configuration;
  /** Holds the bundles, one directory a function. */
  readonly functionsDirectory: string;
  readonly records: RecordsStack;
}

/** Everything that can be replaced without touching data. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, { description: 'Partner API authentication: gateway and functions', ...props });
    const { configuration, functionsDirectory, records } = props;
    const { table, userPool } = records;

    const { authorizer } = new PartnerAuthorizer(this, 'PartnerAuthorizer', {
      configuration,
      functionsDirectory,
      table,
    });
    const tokenClient = new TokenClient(this, 'TokenClient', { userPool });
    const token = new ServiceFunction(this, 'Token', {
      name: 'token',
      description: 'Partner API: POST /token',
      functionsDirectory,
      memorySizeMb: 512,
      timeout: Duration.seconds(20),
      environment: {
        [Env.TABLE_NAME]: table.tableName,
        [Env.USER_POOL_ID]: userPool.userPoolId,
        [Env.TOKEN_CLIENT_ID]: tokenClient.clientId,
      },
    });
    table.grantIssueTokens(token);
    userPool.grantVerifyPasswords(token);
    const whoami = new ServiceFunction(this, 'Whoami', {
      name: 'whoami',
      description: 'Partner API: GET /whoami',
      functionsDirectory,
      timeout: Duration.seconds(5),
    });
    const notFound = new ServiceFunction(this, 'NotFound', {
      name: 'not-found',
      description: 'Partner API: 404 for everything that is no route',
      functionsDirectory,
      timeout: Duration.seconds(5),
    });
    const { api, clientCertificateId } = new PartnerApi(this, 'PartnerApi', {
      configuration,
      authorizer,
      token,
      whoami,
      notFound,
    });

    const { customDomain } = configuration;
    if (customDomain !== null) {
      const { target } = new PartnerApiDomain(this, 'PartnerApiDomain', { api, customDomain });
      new CfnOutput(this, 'PartnerApiDomainTarget', {
        value: target,
        description: `What the DNS record of ${customDomain.domainName} must point to`,
      });
    }
    new CfnOutput(this, 'PartnerApiUrl', {
      value: customDomain === null ? api.urlForPath('/api/v2') : `https://${customDomain.domainName}/api/v2`,
      description: 'Base address of the Partner API, without a trailing slash',
    });
    new CfnOutput(this, 'ClientCertificateId', {
      value: clientCertificateId,
      description: 'Client certificate that the upstream must demand',
    });
    new CfnOutput(this, 'TokenClientId', {
      value: tokenClient.clientId,
      description: 'App client of POST /token, usable with IAM only',
    });
  }
}
