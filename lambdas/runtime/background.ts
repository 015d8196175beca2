import { DynamoDbApiKeyStore } from '../adapters/api-keys/dynamodb-api-key-store.ts';
import { createSesClient, SesMailer } from '../adapters/aws/ses-mailer.ts';
import { DynamoDbDueWarnings } from '../adapters/notices/dynamodb-due-warnings.ts';
import { DynamoDbNoticeLog } from '../adapters/notices/dynamodb-notice-log.ts';
import { DynamoDbNoticedKeys } from '../adapters/notices/dynamodb-noticed-keys.ts';
import { DynamoDbNotifiableEventParser } from '../adapters/notices/dynamodb-notifiable-event-parser.ts';
import {
  ApiGatewayClientCertificate,
  createApiGatewayClient,
} from '../adapters/operations/api-gateway-client-certificate.ts';
import { DynamoDbMemberStore } from '../adapters/partners/dynamodb-member-store.ts';
import { DynamoDbPartnerStaff } from '../adapters/partners/dynamodb-partner-staff.ts';
import { DynamoDbUsageCounters } from '../adapters/usage-counting/dynamodb-usage-counters.ts';
import { clientCertificateId, senderAddress } from '../config.ts';
import type { NotifiableEventParser } from '../domain/notices/notifiable-event.ts';
import type { ExpiryWarningsOptions } from '../domain/notices/send-expiry-warnings.ts';
import type { NoticeOptions } from '../domain/notices/send-notice.ts';
import type { ClientCertificate } from '../domain/operations/client-certificate.ts';
import type { UsageCounters } from '../domain/usage-counting/usage-counters.ts';
import { type MeasuringRuntime, metrics, recordsTable } from './shared.ts';

/** Composes the adapters of the functions that no API calls. Called once per instance; throws an Error that names a missing variable. */

export type NoticeSenderRuntime = Omit<NoticeOptions, 'nowMs' | 'report'> & { readonly parser: NotifiableEventParser };

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

export interface UsageCounterRuntime extends MeasuringRuntime {
  readonly counters: UsageCounters;
}

export function usageCounterRuntime(): UsageCounterRuntime {
  return { counters: new DynamoDbUsageCounters(recordsTable()), metrics: metrics() };
}

export interface CertificateCheckRuntime extends MeasuringRuntime {
  readonly certificate: ClientCertificate;
}

export function certificateCheckRuntime(): CertificateCheckRuntime {
  const id = clientCertificateId(process.env);
  return { certificate: new ApiGatewayClientCertificate(createApiGatewayClient(), id), metrics: metrics() };
}

export type ExpiryWarningsRuntime = Omit<ExpiryWarningsOptions, 'nowMs' | 'report'>;

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
