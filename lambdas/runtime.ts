import { DynamoDbAuditLog } from './adapters/activity/dynamodb-audit-log.ts';
import { DynamoDbApiKeyStore } from './adapters/api-keys/dynamodb-api-key-store.ts';
import { DynamoDbCredentialStore } from './adapters/authorize/dynamodb-credential-store.ts';
import { createSecretsManagerClient, SecretsManagerSecret } from './adapters/aws/secrets-manager-secret.ts';
import { createSesClient, SesMailer } from './adapters/aws/ses-mailer.ts';
import { createDynamoDbClient } from './adapters/dynamodb/dynamodb-client.ts';
import { DynamoDbTable } from './adapters/dynamodb/dynamodb-table.ts';
import { CognitoPasswordVerifier, createCognitoClient } from './adapters/legacy-tokens/cognito-password-verifier.ts';
import { DynamoDbLegacyTokenStore } from './adapters/legacy-tokens/dynamodb-legacy-token-store.ts';
import { DynamoDbLegacyTokenSwitch } from './adapters/legacy-tokens/dynamodb-legacy-token-switch.ts';
import { DynamoDbPasswordFailures } from './adapters/legacy-tokens/dynamodb-password-failures.ts';
import { DynamoDbDueWarnings } from './adapters/notices/dynamodb-due-warnings.ts';
import { DynamoDbNoticeLog } from './adapters/notices/dynamodb-notice-log.ts';
import { DynamoDbNoticeSettings } from './adapters/notices/dynamodb-notice-settings.ts';
import { DynamoDbNoticedKeys } from './adapters/notices/dynamodb-noticed-keys.ts';
import { DynamoDbNotifiableEventParser } from './adapters/notices/dynamodb-notifiable-event-parser.ts';
import { DynamoDbOtpStore } from './adapters/one-time-codes/dynamodb-otp-store.ts';
import { MessagingApiSender } from './adapters/one-time-codes/messaging-api-sender.ts';
import {
  ApiGatewayClientCertificate,
  createApiGatewayClient,
} from './adapters/operations/api-gateway-client-certificate.ts';
import { DynamoDbMemberStore } from './adapters/partners/dynamodb-member-store.ts';
import { DynamoDbPartnerStaff } from './adapters/partners/dynamodb-partner-staff.ts';
import { DynamoDbRefusalRecords } from './adapters/refusals/dynamodb-refusal-records.ts';
import { DynamoDbSettingsStore } from './adapters/settings/dynamodb-settings-store.ts';
import { JwtIdTokenVerifier } from './adapters/staff/jwt-id-token-verifier.ts';
import { SecretOriginProof } from './adapters/staff/secret-origin-proof.ts';
import { DynamoDbUsageCounters } from './adapters/usage-counting/dynamodb-usage-counters.ts';
import { DynamoDbUsageReader } from './adapters/usage-figures/dynamodb-usage-reader.ts';
import {
  authorizerConfig,
  clientCertificateId,
  codeSenderAddress,
  hubUrl,
  keyEnvironment,
  managementAuthorizerConfig,
  messagingConfig,
  metricsNamespace,
  pepperSecretArn,
  senderAddress,
  tableName,
  tokenConfig,
} from './config.ts';
import type { AuditLog } from './domain/activity/list-activity.ts';
import type { ApiKeyStore } from './domain/api-keys/api-key-store.ts';
import type { ApiKeyCreationOptions } from './domain/api-keys/create-api-key.ts';
import type { CredentialStore } from './domain/authorize/credential-store.ts';
import type { OtpChallengeOptions } from './domain/code-requests/request-otp-challenge.ts';
import type { LegacyTokenStore } from './domain/legacy-tokens/legacy-token-store.ts';
import type { PasswordFailures, PasswordVerifier } from './domain/legacy-tokens/password-check.ts';
import type { LegacyTokenSwitch } from './domain/legacy-tokens/switch-legacy-token.ts';
import type { KeyEnvironment } from './domain/model/api-key.ts';
import type { NoticeSettings } from './domain/notices/mute-notices.ts';
import type { NotifiableEventParser } from './domain/notices/notifiable-event.ts';
import type { ExpiryWarningsOptions } from './domain/notices/send-expiry-warnings.ts';
import type { NoticeOptions } from './domain/notices/send-notice.ts';
import { emailCodeSender } from './domain/one-time-codes/email-code-sender.ts';
import type { ClientCertificate } from './domain/operations/client-certificate.ts';
import type { MemberStore } from './domain/partners/member-store.ts';
import type { PartnerStaff } from './domain/partners/partner-staff.ts';
import type { ExplainOptions } from './domain/refusals/explain-refusal.ts';
import type { SettingsOptions } from './domain/settings/change-settings.ts';
import type { StaffAuthorizationOptions } from './domain/staff/authorize-staff.ts';
import type { UsageCounters } from './domain/usage-counting/usage-counters.ts';
import type { UsageReader } from './domain/usage-figures/usage-reader.ts';
import { embeddedMetrics, type Metrics } from './http/metrics.ts';
import type { TrustedCdn } from './http/partner-api/caller-ip.ts';

/** Adapters of each function; called once per instance. Every one throws an Error that names a missing variable. */

export interface AuthorizerRuntime {
  readonly store: CredentialStore;
  readonly environment: KeyEnvironment;
  /** null: the API is called directly. */
  readonly trustedCdn: TrustedCdn | null;
}

export interface TokenRuntime {
  readonly passwords: PasswordVerifier;
  readonly failures: PasswordFailures;
  readonly store: LegacyTokenStore;
  readonly hubUrl: string;
}

export interface WhoamiRuntime {
  readonly hubUrl: string;
}

export type ManagementAuthorizerRuntime = StaffAuthorizationOptions;

export interface SessionRuntime {
  readonly staff: PartnerStaff;
}

export interface LegacyTokenRuntime extends SessionRuntime {
  readonly legacyToken: LegacyTokenSwitch;
  readonly members: MemberStore;
  readonly usage: UsageReader;
}

export interface ActivityRuntime {
  readonly log: AuditLog;
}

export interface NoticesRuntime {
  readonly notices: NoticeSettings;
}

export type NoticeSenderRuntime = Omit<NoticeOptions, 'nowMs' | 'report'> & { readonly parser: NotifiableEventParser };

export interface UsageRuntime {
  readonly usage: UsageReader;
  readonly keys: Pick<ApiKeyStore, 'find'>;
}

export type DenialsRuntime = Omit<ExplainOptions, 'nowMs'>;

export interface MeasuringRuntime {
  readonly metrics: Metrics;
}

export interface UsageCounterRuntime extends MeasuringRuntime {
  readonly counters: UsageCounters;
}

export interface CertificateCheckRuntime extends MeasuringRuntime {
  readonly certificate: ClientCertificate;
}

/** What a call brings along is left to the handler. */
export type ApiKeysRuntime = Omit<ApiKeyCreationOptions, 'nowMs'> &
  MeasuringRuntime & { readonly usage: Pick<UsageReader, 'findLastUses'> };
export type SettingsRuntime = Omit<SettingsOptions, 'nowMs'> & MeasuringRuntime;
export type ExpiryWarningsRuntime = Omit<ExpiryWarningsOptions, 'nowMs' | 'report'>;
export type OtpChallengesRuntime = Omit<OtpChallengeOptions, 'nowMs' | 'report'> & MeasuringRuntime;

export function authorizerRuntime(): AuthorizerRuntime {
  const { tableName: name, keyEnvironment: environment, trustedCdn } = authorizerConfig(process.env);
  return { store: new DynamoDbCredentialStore(createDynamoDbClient(), name), environment, trustedCdn };
}

export function tokenRuntime(): TokenRuntime {
  const { tableName: name, userPoolId, tokenClientId, hubUrl: address } = tokenConfig(process.env);
  const table = new DynamoDbTable(createDynamoDbClient(), name);
  return {
    passwords: new CognitoPasswordVerifier(createCognitoClient(), userPoolId, tokenClientId),
    failures: new DynamoDbPasswordFailures(table),
    store: new DynamoDbLegacyTokenStore(table),
    hubUrl: address,
  };
}

export function whoamiRuntime(): WhoamiRuntime {
  return { hubUrl: hubUrl(process.env) };
}

export function managementAuthorizerRuntime(): ManagementAuthorizerRuntime {
  const { originSecretArn, ...issuer } = managementAuthorizerConfig(process.env);
  return {
    origin: new SecretOriginProof(new SecretsManagerSecret(createSecretsManagerClient(), originSecretArn)),
    tokens: new JwtIdTokenVerifier(issuer),
    staff: new DynamoDbPartnerStaff(recordsTable()),
  };
}

export function sessionRuntime(): SessionRuntime {
  return { staff: new DynamoDbPartnerStaff(recordsTable()) };
}

export function legacyTokenRuntime(): LegacyTokenRuntime {
  const table = recordsTable();
  return {
    staff: new DynamoDbPartnerStaff(table),
    legacyToken: new DynamoDbLegacyTokenSwitch(table),
    members: new DynamoDbMemberStore(table),
    usage: new DynamoDbUsageReader(table),
  };
}

export function activityRuntime(): ActivityRuntime {
  return { log: new DynamoDbAuditLog(recordsTable()) };
}

export function usageRuntime(): UsageRuntime {
  const table = recordsTable();
  return { usage: new DynamoDbUsageReader(table), keys: new DynamoDbApiKeyStore(table) };
}

export function apiKeysRuntime(): ApiKeysRuntime {
  const table = recordsTable();
  return {
    environment: keyEnvironment(process.env),
    staff: new DynamoDbPartnerStaff(table),
    keys: new DynamoDbApiKeyStore(table),
    otp: new DynamoDbOtpStore(table),
    pepper: new SecretsManagerSecret(createSecretsManagerClient(), pepperSecretArn(process.env)),
    usage: new DynamoDbUsageReader(table),
    metrics: metrics(),
  };
}

export function expiryWarningsRuntime(): ExpiryWarningsRuntime {
  const table = recordsTable();
  return {
    log: new DynamoDbNoticeLog(table),
    due: new DynamoDbDueWarnings(table),
    members: new DynamoDbMemberStore(table),
    keys: new DynamoDbApiKeyStore(table),
    staff: new DynamoDbPartnerStaff(table),
    mailer: new SesMailer(createSesClient(), senderAddress(process.env)),
  };
}

export function noticesRuntime(): NoticesRuntime {
  return { notices: new DynamoDbNoticeSettings(recordsTable()) };
}

export function noticeSenderRuntime(): NoticeSenderRuntime {
  const table = recordsTable();
  return {
    parser: new DynamoDbNotifiableEventParser(),
    log: new DynamoDbNoticeLog(table),
    keys: new DynamoDbNoticedKeys(table),
    members: new DynamoDbMemberStore(table),
    staff: new DynamoDbPartnerStaff(table),
    mailer: new SesMailer(createSesClient(), senderAddress(process.env)),
  };
}

export function denialsRuntime(): DenialsRuntime {
  const table = recordsTable();
  return {
    refusals: new DynamoDbRefusalRecords(table),
    staff: new DynamoDbPartnerStaff(table),
    keys: new DynamoDbApiKeyStore(table),
    members: new DynamoDbMemberStore(table),
  };
}

export function usageCounterRuntime(): UsageCounterRuntime {
  return { counters: new DynamoDbUsageCounters(recordsTable()), metrics: metrics() };
}

export function certificateCheckRuntime(): CertificateCheckRuntime {
  const id = clientCertificateId(process.env);
  return { certificate: new ApiGatewayClientCertificate(createApiGatewayClient(), id), metrics: metrics() };
}

export function settingsRuntime(): SettingsRuntime {
  const table = recordsTable();
  return {
    staff: new DynamoDbPartnerStaff(table),
    settings: new DynamoDbSettingsStore(table),
    otp: new DynamoDbOtpStore(table),
    pepper: new SecretsManagerSecret(createSecretsManagerClient(), pepperSecretArn(process.env)),
    metrics: metrics(),
  };
}

export function otpChallengesRuntime(): OtpChallengesRuntime {
  const sender = codeSenderAddress(process.env);
  const messaging = messagingConfig(process.env);
  const secrets = createSecretsManagerClient();
  const table = recordsTable();
  return {
    staff: new DynamoDbPartnerStaff(table),
    keys: new DynamoDbApiKeyStore(table),
    otp: new DynamoDbOtpStore(table),
    pepper: new SecretsManagerSecret(secrets, pepperSecretArn(process.env)),
    senders: {
      email: sender === null ? null : emailCodeSender(new SesMailer(createSesClient(), sender)),
      whatsapp:
        messaging === null
          ? null
          : new MessagingApiSender({
              url: messaging.url,
              channelKey: new SecretsManagerSecret(secrets, messaging.keySecretArn),
              templateName: messaging.templateName,
              templateLanguage: messaging.templateLanguage,
            }),
    },
    metrics: metrics(),
  };
}

function metrics(): Metrics {
  return embeddedMetrics(metricsNamespace(process.env));
}

function recordsTable(): DynamoDbTable {
  return new DynamoDbTable(createDynamoDbClient(), tableName(process.env));
}
