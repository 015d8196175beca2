import { CfnBasePathMapping, DomainName, EndpointType, type RestApi, SecurityPolicy } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Construct } from 'constructs';
import type { CustomDomain } from '../configuration/configuration.ts';

export interface PartnerApiDomainProps {
  readonly api: RestApi;
  readonly customDomain: CustomDomain;
}

/** A host name of its own, whose URLs lack the stage. The owner of the DNS zone points a record to `target`. */
export class PartnerApiDomain extends Construct {
  readonly target: string;

  constructor(scope: Construct, id: string, props: PartnerApiDomainProps) {
    super(scope, id);
    const { domainName, certificateArn } = props.customDomain;
    const domain = new DomainName(this, 'Domain', {
      domainName,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new CfnBasePathMapping(this, 'Mapping', {
      domainName: domain.domainName,
      restApiId: props.api.restApiId,
      stage: props.api.deploymentStage.stageName,
    });
    this.target = domain.domainNameAliasDomainName;
  }
}
