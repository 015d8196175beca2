import { Annotations, CfnOutput, Duration, Lazy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Env } from '../../lambdas/env.ts';
import { CertificateCheck } from '../background/certificate-check.ts';
import { NoticeSender } from '../background/notice-sender.ts';
import { UsagePipeline } from '../background/usage-pipeline.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import { PartnerHub } from '../hub/partner-hub.ts';
import { Monitoring } from '../monitoring/monitoring.ts';
import { PartnerApi } from '../partner-api/partner-api.ts';
import { PartnerApiDomain } from '../partner-api/partner-api-domain.ts';
import { PartnerAuthorizer } from '../partner-api/partner-authorizer.ts';
import type { Records } from '../records/records.ts';
import { TokenClient } from '../sign-in/token-client.ts';

export interface ServiceStackProps extends StackProps {
  readonly configuration: Configuration;
  /** Holds the bundles, one directory a function. */
  readonly functionsDirectory: string;
  /** Holds the built pages of the Partner Hub. */
  readonly hubDirectory: string;
  readonly records: Records;
}

/** Everything that can be replaced without touching data. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, { description: 'Partner API authentication: gateways, functions and Partner Hub', ...props });
    const { configuration, functionsDirectory, hubDirectory, records } = props;

    // The hub tells the address of the Partner API, and the Partner API that of the hub.
    const hubUrl = Lazy.string({ produce: () => `https://${hub.distribution.domainName}` });
    const { table } = records;
    const partnerAuthorizer = new PartnerAuthorizer(this, 'PartnerAuthorizer', {
      configuration,
      functionsDirectory,
      table,
    });
    const partnerApi = this.#partnerApi(props, partnerAuthorizer, hubUrl);
    const hub: PartnerHub = new PartnerHub(this, 'Hub', {
      configuration,
      functionsDirectory,
      hubDirectory,
      records,
      partnerApiUrl: partnerApi.url,
    });
    // Both stages write access logs, for which the account's role must stand.
    if (partnerApi.logRole !== null) hub.managementApi.api.deploymentStage.node.addDependency(partnerApi.logRole);

    new CertificateCheck(this, 'CertificateCheck', {
      stage: configuration.stage,
      functionsDirectory,
      clientCertificateId: partnerApi.clientCertificateId,
    });
    const usage = new UsagePipeline(this, 'Usage', {
      stage: configuration.stage,
      functionsDirectory,
      table,
      accessLogs: partnerApi.accessLogs,
      authorizerLogs: partnerAuthorizer.fn.logGroup,
    });
    this.#output(
      'UsageDeadLettersUrl',
      usage.deadLetters.queueUrl,
      'Queue of the log batches that could not be counted',
    );

    const noticeSender = this.#noticeSender(props);
    new Monitoring(this, 'Monitoring', {
      stage: configuration.stage,
      tableName: table.tableName,
      partnerApi,
      managementApi: hub.managementApi,
      partnerAuthorizer: partnerAuthorizer.fn,
      managementAuthorizer: hub.authorizer.fn,
      noticeSender: noticeSender?.function ?? null,
      usageCounter: usage.counter,
      deadLetters: {
        Usage: usage.deadLetters,
        ...(noticeSender === null ? {} : { Notices: noticeSender.deadLetters.queue }),
      },
      certificateArn: configuration.customDomain?.certificateArn ?? null,
    });
    this.#describeHub(hub, records.signIn.issuer);
  }

  /** null where no mail is sent. */
  #noticeSender({ configuration, functionsDirectory, records: { table } }: ServiceStackProps): NoticeSender | null {
    const { senderAddress } = configuration;
    if (senderAddress === null) {
      Annotations.of(this).addWarningV2(
        'partner-auth:noSenderAddress',
        'Without senderAddress no one-time code, warning or notice can be sent by e-mail: give an address that is a verified identity in SES.',
      );
      return null;
    }
    const noticeSender = new NoticeSender(this, 'NoticeSender', { functionsDirectory, table, senderAddress });
    const { queueUrl } = noticeSender.deadLetters.queue;
    this.#output('NoticesDeadLettersUrl', queueUrl, 'Queue that points to the changes that somebody was not told of');
    this.#output('SenderAddress', senderAddress, 'Who codes, warnings and notices come from');
    return noticeSender;
  }

  #partnerApi(
    { configuration, functionsDirectory, records }: ServiceStackProps,
    { authorizer }: PartnerAuthorizer,
    hubUrl: string,
  ): PartnerApi {
    const { table, userPool } = records;
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
        [Env.HUB_URL]: hubUrl,
      },
    });
    table.grantIssueTokens(token);
    userPool.grantVerifyPasswords(token);
    const whoami = new ServiceFunction(this, 'Whoami', {
      name: 'whoami',
      description: 'Partner API: GET /whoami',
      functionsDirectory,
      timeout: Duration.seconds(5),
      environment: { [Env.HUB_URL]: hubUrl },
    });
    const notFound = new ServiceFunction(this, 'NotFound', {
      name: 'not-found',
      description: 'Partner API: 404 for everything that is no route',
      functionsDirectory,
      timeout: Duration.seconds(5),
    });
    const partnerApi = new PartnerApi(this, 'PartnerApi', { configuration, authorizer, token, whoami, notFound });

    const { customDomain } = configuration;
    if (customDomain !== null) {
      const { target } = new PartnerApiDomain(this, 'PartnerApiDomain', { api: partnerApi.api, customDomain });
      this.#output('PartnerApiDomainTarget', target, `What the DNS record of ${customDomain.domainName} must point to`);
    }
    this.#output('PartnerApiUrl', partnerApi.url, 'Base address of the Partner API, without a trailing slash');
    this.#output(
      'ClientCertificateId',
      partnerApi.clientCertificateId,
      'Client certificate that the upstream must demand',
    );
    this.#output('TokenClientId', tokenClient.clientId, 'App client of POST /token, usable with IAM only');
    return partnerApi;
  }

  #describeHub({ distribution, managementApi, clientId }: PartnerHub, issuer: string): void {
    this.#output('HubUrl', `https://${distribution.domainName}`, 'Address of the Partner Hub');
    this.#output('HubClientId', clientId, 'Client of the Partner Hub at the OpenID provider');
    this.#output('OidcIssuer', issuer, 'OpenID provider at which partner staff sign in');
    this.#output('ManagementApiId', managementApi.api.restApiId, 'API behind the Partner Hub');
    this.#output('HubBucketName', distribution.bucket.bucketName, 'Bucket of the pages of the Partner Hub');
    this.#output('DistributionId', distribution.distributionId, 'CloudFront distribution of the Partner Hub');
  }

  #output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
