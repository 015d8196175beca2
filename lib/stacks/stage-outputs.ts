import { CfnOutput } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { NoticeSender } from '../background/notice-sender.ts';
import type { UsagePipeline } from '../background/usage-pipeline.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { PartnerHub } from '../hub/partner-hub.ts';
import type { PartnerApi } from '../partner-api/partner-api.ts';
import type { PartnerApiDomain } from '../partner-api/partner-api-domain.ts';

export interface StageOutputsProps {
  readonly configuration: Configuration;
  readonly partnerApi: PartnerApi;
  /** null without a custom domain. */
  readonly partnerApiDomain: PartnerApiDomain | null;
  readonly hub: PartnerHub;
  readonly usage: UsagePipeline;
  /** null where no mail is sent. */
  readonly noticeSender: NoticeSender | null;
  /** OpenID provider at which partner staff sign in. */
  readonly issuer: string;
}

/** What operators and tools read of a deployed stage. */
export class StageOutputs extends Construct {
  constructor(scope: Construct, id: string, props: StageOutputsProps) {
    super(scope, id);
    const { configuration, partnerApi, partnerApiDomain, usage, noticeSender } = props;
    const { customDomain, senderAddress } = configuration;
    const { distribution, managementApi, clientId } = props.hub;

    this.#output('PartnerApiUrl', partnerApi.url, 'Base address of the Partner API, without a trailing slash');
    if (partnerApiDomain !== null) {
      const { target } = partnerApiDomain;
      this.#output(
        'PartnerApiDomainTarget',
        target,
        `What the DNS record of ${customDomain?.domainName} must point to`,
      );
    }
    this.#output(
      'ClientCertificateId',
      partnerApi.clientCertificateId,
      'Client certificate that the upstream must demand',
    );
    this.#output('TokenClientId', partnerApi.tokenClientId, 'App client of POST /token, usable with IAM only');

    this.#output('HubUrl', `https://${distribution.domainName}`, 'Address of the Partner Hub');
    this.#output('HubClientId', clientId, 'Client of the Partner Hub at the OpenID provider');
    this.#output('OidcIssuer', props.issuer, 'OpenID provider at which partner staff sign in');
    this.#output('ManagementApiId', managementApi.api.restApiId, 'API behind the Partner Hub');
    this.#output('HubBucketName', distribution.bucket.bucketName, 'Bucket of the pages of the Partner Hub');
    this.#output('DistributionId', distribution.distributionId, 'CloudFront distribution of the Partner Hub');

    const { queueUrl } = usage.deadLetters;
    this.#output('UsageDeadLettersUrl', queueUrl, 'Queue of the log batches that could not be counted');
    if (noticeSender !== null) {
      const { queueUrl } = noticeSender.deadLetters.queue;
      this.#output(
        'NoticesDeadLettersUrl',
        queueUrl,
        'Queue that points to the changes that users were not notified of',
      );
    }
    if (senderAddress !== null) {
      this.#output('SenderAddress', senderAddress, 'Who codes, warnings and notices come from');
    }
  }

  /** The name is what operators and tools ask for, so the construct's path is no part of it. */
  #output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description }).overrideLogicalId(name);
  }
}
