import { MissingRecordError } from '../../../lambdas/domain/base/dependency-error.ts';
import type { LegacyTokenSwitch } from '../../../lambdas/domain/legacy-tokens/legacy-token-switch.ts';
import type { AuditEvent } from '../../../lambdas/domain/model/audit-event.ts';
import type { LegacyTokenSetting } from '../../../lambdas/domain/model/legacy-token-state.ts';
import type { MutableNoticeKind } from '../../../lambdas/domain/model/notice-kinds.ts';
import type { PartnerDetails } from '../../../lambdas/domain/model/records.ts';
import type { PartnerSettings } from '../../../lambdas/domain/model/restrictions.ts';
import type { NoticeSettings } from '../../../lambdas/domain/notices/mute-notices.ts';
import type { OtpConsumption } from '../../../lambdas/domain/one-time-codes/otp-store.ts';
import type { SettingsStore } from '../../../lambdas/domain/settings/settings-store.ts';
import type { MemoryRecords } from './records.ts';

export class MemorySettingsStore implements SettingsStore {
  readonly #records: MemoryRecords;

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async update(partner: PartnerDetails, after: PartnerSettings, otp: OtpConsumption | null, event: AuditEvent) {
    await this.#records.reach();
    const stored = this.#records.partners.get(partner.partnerId);
    if (stored?.settingsRevision !== partner.settingsRevision || !this.#records.allowsOtp(otp)) return 'conflict';
    const settingsRevision = stored.settingsRevision + 1;
    this.#records.partners.set(partner.partnerId, { ...stored, ...after, settingsRevision });
    this.#records.write(partner.partnerId, otp, event);
    return 'written';
  }
}

export class MemoryLegacyTokenSwitch implements LegacyTokenSwitch {
  readonly #records: MemoryRecords;

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async set(
    partnerId: string,
    { from, to }: { readonly from: LegacyTokenSetting; readonly to: LegacyTokenSetting },
    otp: OtpConsumption | null,
    event: AuditEvent,
  ) {
    await this.#records.reach();
    const stored = this.#records.partners.get(partnerId);
    if (stored?.legacyTokenEnabled !== from.enabled || stored.legacyTokenOffAt !== from.offAt) return 'conflict';
    if (otp !== null && stored.status !== 'active') return 'conflict';
    if (!this.#records.allowsOtp(otp)) return 'conflict';
    this.#records.partners.set(partnerId, {
      ...stored,
      legacyTokenEnabled: to.enabled,
      legacyTokenOffAt: to.offAt,
      legacyTokenChangedAt: event.at,
      legacyTokenChangedBy: event.actor,
    });
    this.#records.write(partnerId, otp, event);
    return 'written';
  }
}

export class MemoryNoticeSettings implements NoticeSettings {
  readonly #records: MemoryRecords;

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async find(partnerId: string, userId: string) {
    await this.#records.reach();
    if (this.#records.users.get(userId)?.partnerId !== partnerId) {
      throw new MissingRecordError('The membership of a user');
    }
    return this.#records.mutedNotices.get(userId) ?? { muted: [], revision: 0 };
  }

  async update(
    { partnerId, userId }: Parameters<NoticeSettings['update']>[0],
    revision: number,
    muted: readonly MutableNoticeKind[],
    event: AuditEvent,
  ) {
    const stored = await this.find(partnerId, userId);
    if (stored.revision !== revision) return 'conflict';
    this.#records.mutedNotices.set(userId, { muted, revision: revision + 1 });
    this.#records.write(partnerId, null, event);
    return 'written';
  }
}
