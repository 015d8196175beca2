import { Duration } from 'aws-cdk-lib';
import { type IAuthorizer, RequestAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Env } from '../lambdas/env.ts';
import type { Configuration } from './configuration.ts';
import type { RecordsTable } from './records-table.ts';
import { ServiceFunction } from './service-function.ts';

export interface PartnerAuthorizerProps {
  readonly configuration: Configuration;
  readonly functionsDirectory: string;
  readonly table: RecordsTable;
}

/** Decides every call of the Partner API. Reads, and cannot write. */
export class PartnerAuthorizer extends Construct {
  readonly authorizer: IAuthorizer;
  readonly logGroup: ILogGroup;

  constructor(scope: Construct, id: string, props: PartnerAuthorizerProps) {
    super(scope, id);
    const { keyEnvironment, authorizerReservedConcurrency, trustedCdn } = props.configuration;
    const fn = new ServiceFunction(this, 'Function', {
      name: 'partner-authorizer',
      description: 'Partner API: checks the credential of a call',
      functionsDirectory: props.functionsDirectory,
      memorySizeMb: 1024,
      timeout: Duration.seconds(10),
      environment: {
        [Env.TABLE_NAME]: props.table.tableName,
        [Env.KEY_ENVIRONMENT]: keyEnvironment,
        ...(trustedCdn === null
          ? {}
          : {
              [Env.TRUSTED_CDN_RANGES]: trustedCdn.ranges.join(','),
              [Env.TRUSTED_CDN_HEADER]: trustedCdn.header,
            }),
      },
      ...(authorizerReservedConcurrency === null
        ? {}
        : { reservedConcurrentExecutions: authorizerReservedConcurrency }),
    });
    props.table.grantReadCredentials(fn);
    this.logGroup = fn.logGroup;
    this.authorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler: fn.lambda,
      // A cached answer would outlive a revocation. And a call may carry either of two headers, while identity sources
      // are all required: none may be named.
      resultsCacheTtl: Duration.seconds(0),
      identitySources: [],
    });
  }
}
