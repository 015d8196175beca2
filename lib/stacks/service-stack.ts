import { Annotations, Lazy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CertificateCheck } from '../background/certificate-check.ts';
import { NoticeSender } from '../background/notice-sender.ts';
import { UsagePipeline } from '../background/usage-pipeline.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { PartnerHub } from '../hub/partner-hub.ts';
import { Monitoring } from '../monitoring/monitoring.ts';
import { PartnerApi } from '../partner-api/partner-api.ts';
import { PartnerApiDomain } from '../partner-api/partner-api-domain.ts';
import { PartnerAuthorizer } from '../partner-api/partner-authorizer.ts';
import type { Records } from '../records/records.ts';
import { StageOutputs } from './stage-outputs.ts';

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

    // The hub shows the URL of the Partner API, whose functions in turn name that of the hub.
    const hubUrl = Lazy.string({ produce: () => `https://${hub.distribution.domainName}` });
    const { stage, customDomain, senderAddress } = configuration;
    const { table } = records;
    const partnerAuthorizer = new PartnerAuthorizer(this, 'PartnerAuthorizer', {
      configuration,
      functionsDirectory,
      table,
    });
    const partnerApi = new PartnerApi(this, 'PartnerApi', {
      configuration,
      functionsDirectory,
      records,
      authorizer: partnerAuthorizer.authorizer,
      hubUrl,
    });
    const partnerApiDomain =
      customDomain === null
        ? null
        : new PartnerApiDomain(this, 'PartnerApiDomain', { api: partnerApi.api, customDomain });
    const hub: PartnerHub = new PartnerHub(this, 'Hub', {
      configuration,
      functionsDirectory,
      hubDirectory,
      records,
      partnerApiUrl: partnerApi.url,
    });
    // Both APIs write access logs, which takes the account's role.
    if (partnerApi.logRole !== null) hub.managementApi.api.deploymentStage.node.addDependency(partnerApi.logRole);

    new CertificateCheck(this, 'CertificateCheck', {
      stage,
      functionsDirectory,
      clientCertificateId: partnerApi.clientCertificateId,
    });
    const usage = new UsagePipeline(this, 'Usage', {
      stage,
      functionsDirectory,
      table,
      accessLogs: partnerApi.accessLogs,
      authorizerLogs: partnerAuthorizer.fn.logGroup,
    });
    const noticeSender =
      senderAddress === null
        ? null
        : new NoticeSender(this, 'NoticeSender', { functionsDirectory, table, senderAddress });
    if (noticeSender === null) {
      Annotations.of(this).addWarningV2(
        'partner-auth:noSenderAddress',
        'Without senderAddress no one-time code, warning or notice can be sent by e-mail: give an address that is a verified identity in SES.',
      );
    }
    new Monitoring(this, 'Monitoring', {
      stage,
      tableName: table.tableName,
      partnerApi,
      managementApi: hub.managementApi,
      partnerAuthorizer: partnerAuthorizer.fn,
      managementAuthorizer: hub.authorizer.fn,
      passwordReset: records.passwordReset,
      noticeSender: noticeSender?.function ?? null,
      usageCounter: usage.counter,
      deadLetters: {
        Usage: usage.deadLetters,
        ...(noticeSender === null ? {} : { Notices: noticeSender.deadLetters.queue }),
      },
      certificateArn: customDomain?.certificateArn ?? null,
    });
    new StageOutputs(this, 'Outputs', {
      configuration,
      partnerApi,
      partnerApiDomain,
      hub,
      usage,
      noticeSender,
      issuer: records.signIn.issuer,
    });
  }
}
