import { generateApiKey } from '../../lambdas/domain/model/api-key.ts';
import type { Actor } from '../../lambdas/domain/model/audit-event.ts';
import type { PartnerDetails, UserRecord } from '../../lambdas/domain/model/records.ts';
import { MemoryRecords, type StoredKey } from '../support/memory/records.ts';

/** The clock of these tests. */
export const NOW_MS = Date.parse('2026-12-01T10:00:00.000Z');
export const NOW = NOW_MS / 1000;
export const DAY = 24 * 60 * 60;

export const PARTNER: PartnerDetails = {
  partnerId: 'demoPA',
  name: 'Demo',
  status: 'active',
  legacyTokenEnabled: true,
  legacyTokenOffAt: null,
  allowedIps: [],
  activeKeys: 1,
  legacyTokenChangedAt: null,
  legacyTokenChangedBy: null,
  maxKeyLifetimeDays: null,
  settingsRevision: 0,
};
export const USER: UserRecord = {
  userId: 'usr_0000000000000001',
  partnerId: 'demoPA',
  email: 'owner@demo.example',
  phone: '+4930901820000',
  identities: [{ issuer: 'https://issuer.example', subject: 'subject-1' }],
  generation: 1,
  revision: 1,
  sessionsValidAfter: null,
  passwordResetAt: null,
};
export const ACTOR: Actor = {
  userId: USER.userId,
  email: USER.email,
  partnerId: PARTNER.partnerId,
  ip: '198.51.100.4',
};
export const GENERATED = generateApiKey('test', PARTNER.partnerId);
export const KEY: StoredKey = {
  partnerId: PARTNER.partnerId,
  keyId: GENERATED.keyId,
  hash: GENERATED.hash,
  hint: GENERATED.hint,
  name: 'ERP',
  status: 'active',
  scopes: ['*'],
  allowedIps: [],
  expiresAt: null,
  createdAt: '2026-11-01T08:00:00.000Z',
  createdBy: USER.email,
  rotatedTo: null,
  revision: 0,
};

export interface Differences {
  readonly partner?: Partial<PartnerDetails>;
  readonly user?: Partial<UserRecord>;
  readonly key?: Partial<StoredKey>;
}

/** A partner with one user and one key, and how they differ from good ones. */
export function recordsWith({ partner, user, key }: Differences = {}): MemoryRecords {
  const records = new MemoryRecords();
  records.partners.set(PARTNER.partnerId, { ...PARTNER, ...partner });
  records.users.set(USER.userId, { ...USER, ...user });
  records.keys.set(KEY.keyId, { ...KEY, ...key });
  return records;
}
