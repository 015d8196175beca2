import { setTimeout as delay } from 'node:timers/promises';
import type {
  CredentialUse,
  ExplainableRefusal,
  RevokedUse,
  UsageChunk,
  UsageCounters,
} from '../../../lambdas/domain/usage-counting/usage-counters.ts';
import { isLaterUse } from '../../../lambdas/domain/usage-counting/usage-plan.ts';
import type { SeenIp, UsageUpdate } from '../../../lambdas/domain/usage-counting/usage-updates.ts';

/** A chunk's mark and updates are written at once; before and after, others get their turn. */
export class MemoryUsageCounters implements UsageCounters {
  readonly marks = new Set<string>();
  readonly updates: (UsageUpdate & { readonly partnerId: string })[] = [];
  readonly lastUses = new Map<string, CredentialUse>();
  readonly seen = new Map<string, number>();
  readonly revokedUses = new Map<string, RevokedUse>();
  readonly refusals = new Map<string, ExplainableRefusal>();
  readonly measured = new Set<string>();
  readonly #partners: ReadonlySet<string>;
  /** Whether a write fails; by default none does. */
  failsAt: (partnerId: string) => boolean = () => false;

  constructor(partners: readonly string[]) {
    this.#partners = new Set(partners);
  }

  async findPartners(partnerIds: readonly string[]) {
    return new Set(partnerIds.filter((id) => this.#partners.has(id)));
  }

  async count(partnerId: string, { mark, updates }: UsageChunk) {
    await this.#turn(partnerId);
    if (this.marks.has(`${partnerId} ${mark}`)) return 'counted_already' as const;
    this.marks.add(`${partnerId} ${mark}`);
    this.updates.push(...updates.map((update) => ({ ...update, partnerId })));
    await delay(0);
    return 'counted' as const;
  }

  async recordLastUse(partnerId: string, use: CredentialUse) {
    await this.#turn(partnerId);
    const name = `${partnerId} ${use.credentialId}`;
    const known = this.lastUses.get(name);
    if (known === undefined || isLaterUse(use, known)) this.lastUses.set(name, use);
  }

  async recordSeen(partnerId: string, { credentialId, day, ip, atMs }: SeenIp) {
    await this.#turn(partnerId);
    const name = `${partnerId} ${credentialId} ${day} ${ip}`;
    this.seen.set(name, Math.max(atMs, this.seen.get(name) ?? 0));
  }

  async recordRevokedUse(partnerId: string, use: RevokedUse) {
    await this.#turn(partnerId);
    const name = `${partnerId} ${use.keyId} ${use.day}`;
    if (!this.revokedUses.has(name)) this.revokedUses.set(name, use);
  }

  async recordRefusal(refusal: ExplainableRefusal) {
    await this.#turn(refusal.ofPartner);
    this.refusals.set(`${refusal.ofPartner} ${refusal.requestId}`, refusal);
  }

  async markMeasured(batchId: string) {
    await this.#turn('');
    if (this.measured.has(batchId)) return false;
    this.measured.add(batchId);
    return true;
  }

  async #turn(partnerId: string): Promise<void> {
    await delay(0);
    if (this.failsAt(partnerId)) throw new Error('made to fail');
  }
}
