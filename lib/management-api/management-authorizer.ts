import { Duration } from 'aws-cdk-lib';
import { type IAuthorizer, RequestAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { Env } from '../../lambdas/env.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { GeneratedSecret } from '../records/generated-secret.ts';
import type { RecordsTable } from '../records/records-table.ts';

export interface ManagementAuthorizerProps {
  readonly functionsDirectory: string;
  readonly table: RecordsTable;
  readonly originSecret: GeneratedSecret;
  /** Issuer of the accepted ID tokens. */
  readonly signIn: { readonly issuer: string; readonly jwksUri: string };
  /** Audience of these tokens. */
  readonly clientId: string;
}

/** Decides every call of the Management API. Writes nothing but the link between a user and an account, at the first sign-in. */
export class ManagementAuthorizer extends Construct {
  readonly fn: ServiceFunction;
  readonly authorizer: IAuthorizer;

  constructor(scope: Construct, id: string, props: ManagementAuthorizerProps) {
    super(scope, id);
    const { table, originSecret, signIn } = props;
    this.fn = new ServiceFunction(this, 'Function', {
      name: 'management-authorizer',
      description: 'Management API: checks the ID token of a call and the user behind it',
      functionsDirectory: props.functionsDirectory,
      memorySizeMb: 512,
      timeout: Duration.seconds(10),
      environment: {
        [Env.TABLE_NAME]: table.tableName,
        [Env.OIDC_ISSUER]: signIn.issuer,
        [Env.OIDC_CLIENT_ID]: props.clientId,
        [Env.OIDC_JWKS_URI]: signIn.jwksUri,
        [Env.ORIGIN_SECRET_ARN]: originSecret.arn,
      },
    });
    table.grantFindSignedInUsers(this.fn);
    originSecret.grantRead(this.fn);
    this.authorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler: this.fn.lambda,
      // A cached result would outlive the removal of a user. Where an identity source is missing, API Gateway responds
      // before the origin header is checked.
      resultsCacheTtl: Duration.seconds(0),
      identitySources: [],
    });
  }
}
