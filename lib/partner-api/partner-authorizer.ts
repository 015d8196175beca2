import { Duration } from 'aws-cdk-lib';
import { type IAuthorizer, RequestAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { Env } from '../../lambdas/env.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { RecordsTable } from '../records/records-table.ts';
import { trustedCdnEnvironment } from './trusted-cdn-environment.ts';

export interface PartnerAuthorizerProps {
  readonly configuration: Configuration;
  readonly functionsDirectory: string;
  readonly table: RecordsTable;
}

/** Decides every call of the Partner API. Reads, and cannot write. */
export class PartnerAuthorizer extends Construct {
  readonly fn: ServiceFunction;
  readonly authorizer: IAuthorizer;

  constructor(scope: Construct, id: string, props: PartnerAuthorizerProps) {
    super(scope, id);
    const { keyEnvironment, authorizerReservedConcurrency } = props.configuration;
    this.fn = new ServiceFunction(this, 'Function', {
      name: 'partner-authorizer',
      description: 'Partner API: checks the credential of a call',
      functionsDirectory: props.functionsDirectory,
      memorySizeMb: 1024,
      timeout: Duration.seconds(10),
      environment: {
        [Env.TABLE_NAME]: props.table.tableName,
        [Env.KEY_ENVIRONMENT]: keyEnvironment,
        ...trustedCdnEnvironment(props.configuration),
      },
      ...(authorizerReservedConcurrency === null
        ? {}
        : { reservedConcurrentExecutions: authorizerReservedConcurrency }),
    });
    props.table.grantReadCredentials(this.fn);
    this.authorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler: this.fn.lambda,
      // A cached result would outlive a revocation. Identity sources are all required, but a call carries one of several
      // headers: none may be named.
      resultsCacheTtl: Duration.seconds(0),
      identitySources: [],
    });
  }
}
