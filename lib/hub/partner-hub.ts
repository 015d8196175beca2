import { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';
import { ManagementApi } from '../management-api/management-api.ts';
import { addManagementApiRoutes } from '../management-api/management-api-routes.ts';
import { ManagementAuthorizer } from '../management-api/management-authorizer.ts';
import { ManagementFunctions } from '../management-api/management-functions.ts';
import { GeneratedSecret } from '../records/generated-secret.ts';
import type { Records } from '../records/records.ts';
import { HubDistribution } from './hub-distribution.ts';
import { HubFiles } from './hub-files.ts';
import { securityText } from './security-text.ts';

export interface PartnerHubProps {
  readonly configuration: Configuration;
  readonly functionsDirectory: string;
  /** Holds the built pages. */
  readonly hubDirectory: string;
  readonly records: Records;
  /** Base URL of the Partner API, shown to the hub's users. */
  readonly partnerApiUrl: string;
}

/** The pages that partner staff use, and the Management API behind them. */
export class PartnerHub extends Construct {
  readonly managementApi: ManagementApi;
  readonly distribution: HubDistribution;
  readonly clientId: string;
  readonly authorizer: ManagementAuthorizer;
  readonly functions: ManagementFunctions;

  constructor(scope: Construct, id: string, props: PartnerHubProps) {
    super(scope, id);
    const { configuration, functionsDirectory, records } = props;
    const { securityContact } = configuration;
    const { signIn, table } = records;

    const originSecret = new GeneratedSecret(this, 'OriginSecret', {
      description: `Partner Hub, stage ${configuration.stage}: proves that a call came through the distribution`,
      retained: false,
    });
    this.managementApi = new ManagementApi(this, 'ManagementApi', { stage: configuration.stage });
    this.distribution = new HubDistribution(this, 'Site', {
      stage: configuration.stage,
      managementApiDomainName: this.managementApi.domainName,
      originSecretReference: originSecret.dynamicReference(configuration.originSecretVersion),
      signInSources: signIn.sources,
    });
    const { domainName } = this.distribution;
    const { clientId, logoutUrl } = signIn.registerHub(this, { domainName });
    this.clientId = clientId;

    this.authorizer = new ManagementAuthorizer(this, 'Authorizer', {
      functionsDirectory,
      table,
      originSecret,
      signIn,
      clientId,
    });
    this.functions = new ManagementFunctions(this, 'Functions', { configuration, functionsDirectory, records });
    addManagementApiRoutes(this.managementApi.api, this.authorizer.authorizer, this.functions);
    new HubFiles(this, 'Files', {
      bucket: this.distribution.bucket,
      hubDirectory: props.hubDirectory,
      config: {
        issuer: signIn.issuer,
        client_id: clientId,
        scopes: signIn.scopes,
        logout: logoutUrl,
        management_api: `https://${domainName}/management/v1`,
        partner_api: props.partnerApiUrl,
      },
      securityText: securityContact === null ? null : securityText(securityContact, domainName, new Date()),
    });
  }
}
