import { DynamoDbAuditLog } from '../adapters/activity/dynamodb-audit-log.ts';
import { DynamoDbApiKeyStore } from '../adapters/api-keys/dynamodb-api-key-store.ts';
import { createCognitoClient } from '../adapters/aws/cognito-client.ts';
import { createSecretsManagerClient, SecretsManagerSecret } from '../adapters/aws/secrets-manager-secret.ts';
import { createSesClient, SesMailer } from '../adapters/aws/ses-mailer.ts';
import { DynamoDbLegacyTokenSwitch } from '../adapters/legacy-tokens/dynamodb-legacy-token-switch.ts';
import { DynamoDbNoticeSettings } from '../adapters/notices/dynamodb-notice-settings.ts';
import { DynamoDbOtpStore } from '../adapters/one-time-codes/dynamodb-otp-store.ts';
import { MessagingApiSender } from '../adapters/one-time-codes/messaging-api-sender.ts';
import { DynamoDbMemberStore } from '../adapters/partners/dynamodb-member-store.ts';
import { DynamoDbPartnerStaff } from '../adapters/partners/dynamodb-partner-staff.ts';
import { DynamoDbRefusalRecords } from '../adapters/refusals/dynamodb-refusal-records.ts';
import { DynamoDbSettingsStore } from '../adapters/settings/dynamodb-settings-store.ts';
import { JwtIdTokenVerifier } from '../adapters/staff/jwt-id-token-verifier.ts';
import { SecretOriginProof } from '../adapters/staff/secret-origin-proof.ts';
import { DynamoDbUsageReader } from '../adapters/usage-figures/dynamodb-usage-reader.ts';
import { CognitoPoolAccounts } from '../adapters/users/cognito-pool-accounts.ts';
import { DynamoDbUserStore } from '../adapters/users/dynamodb-user-store.ts';
import {
  codeSenderAddress,
  keyEnvironment,
  managementAuthorizerConfig,
  messagingConfig,
  pepperSecretArn,
  userPoolId,
} from '../config.ts';
import type { AuditLog } from '../domain/activity/list-activity.ts';
import type { ApiKeyStore } from '../domain/api-keys/api-key-store.ts';
import type { ApiKeyCreationOptions } from '../domain/api-keys/create-api-key.ts';
import type { OtpChallengeOptions } from '../domain/code-requests/request-otp-challenge.ts';
import type { LegacyTokenOptions } from '../domain/legacy-tokens/switch-legacy-token.ts';
import type { NoticeSettings } from '../domain/notices/mute-notices.ts';
import { emailCodeSender } from '../domain/one-time-codes/email-code-sender.ts';
import type { MemberStore } from '../domain/partners/member-store.ts';
import type { PartnerStaff } from '../domain/partners/partner-staff.ts';
import type { ExplainOptions } from '../domain/refusals/explain-refusal.ts';
import type { SettingsOptions } from '../domain/settings/change-settings.ts';
import type { StaffAuthorizationOptions } from '../domain/staff/authorize-staff.ts';
import type { UsageReader } from '../domain/usage-figures/usage-reader.ts';
import type { EndSessionsOptions } from '../domain/users/end-sessions.ts';
import { type MeasuringRuntime, metrics, recordsTable } from './shared.ts';

/**
 * Composes the adapters of the Management API's functions. Called once per instance; throws an Error that names a missing
 * variable. What belongs to one call, such as the time, is added by the handler.
 */

export type ManagementAuthorizerRuntime = Omit<StaffAuthorizationOptions, 'nowMs'>;

export function managementAuthorizerRuntime(): ManagementAuthorizerRuntime {
  const { originSecretArn, ...issuer } = managementAuthorizerConfig(process.env);
  return {
    origin: new SecretOriginProof(new SecretsManagerSecret(createSecretsManagerClient(), originSecretArn)),
    tokens: new JwtIdTokenVerifier(issuer),
    users: new DynamoDbUserStore(recordsTable()),
  };
}

export interface SessionRuntime {
  readonly staff: PartnerStaff;
}

export function sessionRuntime(): SessionRuntime {
  return { staff: new DynamoDbPartnerStaff(recordsTable()) };
}

export type SessionsRuntime = Pick<EndSessionsOptions, 'users' | 'accounts'>;

export function sessionsRuntime(): SessionsRuntime {
  return {
    users: new DynamoDbUserStore(recordsTable()),
    accounts: new CognitoPoolAccounts(createCognitoClient(), userPoolId(process.env)),
  };
}

export type LegacyTokenRuntime = Omit<LegacyTokenOptions, 'nowMs'> &
  MeasuringRuntime & { readonly members: MemberStore; readonly usage: UsageReader };

export function legacyTokenRuntime(): LegacyTokenRuntime {
  const table = recordsTable();
  return {
    staff: new DynamoDbPartnerStaff(table),
    legacyToken: new DynamoDbLegacyTokenSwitch(table),
    otp: new DynamoDbOtpStore(table),
    pepper: new SecretsManagerSecret(createSecretsManagerClient(), pepperSecretArn(process.env)),
    members: new DynamoDbMemberStore(table),
    usage: new DynamoDbUsageReader(table),
    metrics: metrics(),
  };
}

export interface ActivityRuntime {
  readonly log: AuditLog;
}

export function activityRuntime(): ActivityRuntime {
  return { log: new DynamoDbAuditLog(recordsTable()) };
}

export interface NoticesRuntime {
  readonly notices: NoticeSettings;
}

export function noticesRuntime(): NoticesRuntime {
  return { notices: new DynamoDbNoticeSettings(recordsTable()) };
}

export interface UsageRuntime {
  readonly usage: UsageReader;
  readonly keys: Pick<ApiKeyStore, 'find'>;
}

export function usageRuntime(): UsageRuntime {
  const table = recordsTable();
  return { usage: new DynamoDbUsageReader(table), keys: new DynamoDbApiKeyStore(table) };
}

export type DenialsRuntime = Omit<ExplainOptions, 'nowMs'>;

export function denialsRuntime(): DenialsRuntime {
  const table = recordsTable();
  return {
    refusals: new DynamoDbRefusalRecords(table),
    staff: new DynamoDbPartnerStaff(table),
    keys: new DynamoDbApiKeyStore(table),
    members: new DynamoDbMemberStore(table),
  };
}

export type ApiKeysRuntime = Omit<ApiKeyCreationOptions, 'nowMs'> &
  MeasuringRuntime & { readonly usage: Pick<UsageReader, 'findLastUses'> };

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

export type SettingsRuntime = Omit<SettingsOptions, 'nowMs'> & MeasuringRuntime;

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

export type OtpChallengesRuntime = Omit<OtpChallengeOptions, 'nowMs' | 'report'> & MeasuringRuntime;

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
