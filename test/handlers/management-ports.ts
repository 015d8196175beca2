import { MemoryApiKeyStore } from '../support/memory/api-key-store.ts';
import { MemoryAuditLog } from '../support/memory/audit-log.ts';
import { MemoryMetrics } from '../support/memory/metrics.ts';
import { MemoryCodeSender, MemoryOtpStore, MemoryPepper } from '../support/memory/one-time-codes.ts';
import { MemoryMemberStore, MemoryPartnerStaff } from '../support/memory/partner-staff.ts';
import { MemoryPoolAccounts } from '../support/memory/pool-accounts.ts';
import { MemoryRefusalRecords } from '../support/memory/refusal-records.ts';
import { MemoryLegacyTokenSwitch, MemoryNoticeSettings, MemorySettingsStore } from '../support/memory/settings.ts';
import { MemoryUsageReader } from '../support/memory/usage-reader.ts';
import { MemoryUserStore } from '../support/memory/user-store.ts';
import { type Differences, PARTNER, recordsWith } from './records-of-a-partner.ts';

export type ManagementPorts = ReturnType<typeof managementPorts>;

/** What the functions of the Management API are given: each takes what it needs of it. */
export function managementPorts(differences: Differences = {}) {
  const records = recordsWith(differences);
  return {
    records,
    environment: 'test' as const,
    staff: new MemoryPartnerStaff(records),
    keys: new MemoryApiKeyStore(records),
    otp: new MemoryOtpStore(records),
    pepper: new MemoryPepper(),
    senders: { email: new MemoryCodeSender(), whatsapp: new MemoryCodeSender() },
    settings: new MemorySettingsStore(records),
    legacyToken: new MemoryLegacyTokenSwitch(records),
    members: new MemoryMemberStore(records),
    notices: new MemoryNoticeSettings(records),
    log: new MemoryAuditLog(records),
    refusals: new MemoryRefusalRecords(records),
    usage: new MemoryUsageReader(records, PARTNER.partnerId),
    metrics: new MemoryMetrics(),
    users: new MemoryUserStore(records),
    accounts: new MemoryPoolAccounts(),
  };
}
