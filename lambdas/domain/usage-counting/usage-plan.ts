import { sha256Hex } from '../base/sha256.ts';
import { dateOf } from '../base/time-text.ts';
import type { CountedCall } from './counted-call.ts';
import type { LogBatch, ReadBatch } from './read-log-batch.ts';
import type { LoggedRefusal } from './refusal-log-line.ts';
import {
  type CredentialUse,
  type ExplainableRefusal,
  MAX_UPDATES,
  type RevokedUse,
  type UsageChunk,
} from './usage-counters.ts';
import { type SeenIp, usageFigures } from './usage-updates.ts';

/** What to write for one partner. */
export interface PartnerPlan {
  readonly partnerId: string;
  readonly chunks: readonly UsageChunk[];
  readonly lastUses: readonly CredentialUse[];
  readonly seen: readonly SeenIp[];
  readonly revokedUses: readonly RevokedUse[];
  readonly refusals: readonly ExplainableRefusal[];
}

/** Limits what a flood of refusals costs. */
export const MAX_REFUSALS = 100;

/** Returns the same ID each time the same batch is delivered, in whatever order its events are. */
export function batchIdOf({ logGroup, logStream, events }: LogBatch): string {
  return sha256Hex(JSON.stringify([logGroup, logStream, ...events.map(({ id }) => id).toSorted()]));
}

/** Returns the partners that unverified callers named. Such calls count only if the partner exists. */
export function namedPartners({ calls, refusals }: ReadBatch): readonly string[] {
  return [
    ...new Set([
      ...calls.flatMap(({ credential, partnerId }) => (credential === null ? [partnerId] : [])),
      ...refusals.flatMap((refusal) => (refusal.verified ? [] : (partnerOfRefusal(refusal) ?? []))),
    ]),
  ];
}

/**
 * Returns what to write for each partner.
 * @param existing - those of `namedPartners` that exist
 */
export function planBatch(
  batchId: string,
  { calls, refusals }: ReadBatch,
  existing: ReadonlySet<string>,
): PartnerPlan[] {
  const counting = calls.filter(({ credential, partnerId }) => credential !== null || existing.has(partnerId));
  const callsOf = Map.groupBy(counting, ({ partnerId }) => partnerId);
  const refusalsOf = Map.groupBy(
    refusals.flatMap((refusal) => explainable(refusal, existing) ?? []),
    ({ ofPartner }) => ofPartner,
  );
  return [...new Set([...callsOf.keys(), ...refusalsOf.keys()])].map((partnerId) => {
    const ofPartner = callsOf.get(partnerId) ?? [];
    const verified = usageFigures(ofPartner.filter(({ credential }) => credential !== null));
    // In chunks of their own: they count only if the partner exists, and the other chunks must not depend on that.
    const unknown = usageFigures(ofPartner.filter(({ credential }) => credential === null));
    return {
      partnerId,
      chunks: [
        ...chunksOf(`BATCH#${batchId}`, verified.updates),
        ...chunksOf(`BATCH#${batchId}#unknown`, unknown.updates),
      ],
      lastUses: lastUsesOf(ofPartner),
      seen: [...verified.seen, ...unknown.seen],
      revokedUses: revokedUsesOf(ofPartner),
      refusals: (refusalsOf.get(partnerId) ?? [])
        .toSorted((left, right) => Number(right.verified) - Number(left.verified))
        .slice(0, MAX_REFUSALS),
    };
  });
}

function chunksOf(mark: string, updates: UsageChunk['updates']): UsageChunk[] {
  return Array.from({ length: Math.ceil(updates.length / MAX_UPDATES) }, (_, number) => ({
    mark: `${mark}#${number}`,
    updates: updates.slice(number * MAX_UPDATES, (number + 1) * MAX_UPDATES),
  }));
}

function lastUsesOf(calls: readonly CountedCall[]): CredentialUse[] {
  const uses = new Map<string, CredentialUse>();
  for (const { credential, requestId, atMs, status, ip } of calls) {
    if (credential === null) continue;
    const use = { credentialId: credential.id, requestId, atMs, status, ip };
    const known = uses.get(credential.id);
    if (known === undefined || isLaterUse(use, known)) uses.set(credential.id, use);
  }
  return [...uses.values()];
}

/** Returns whether a use is later. Uses in the same millisecond have an order, too, so that it does not matter who counts first. */
export function isLaterUse(left: CredentialUse, right: CredentialUse): boolean {
  return left.atMs > right.atMs || (left.atMs === right.atMs && left.requestId > right.requestId);
}

function revokedUsesOf(calls: readonly CountedCall[]): RevokedUse[] {
  const uses = new Map<string, RevokedUse>();
  for (const { credential, refusedFor, atMs, ip } of calls) {
    if (credential === null || refusedFor !== 'api_key_deleted') continue;
    const use = { keyId: credential.id, day: dateOf(atMs / 1000), atMs, ip };
    const name = `${use.keyId}#${use.day}`;
    if (atMs < (uses.get(name)?.atMs ?? Number.POSITIVE_INFINITY)) uses.set(name, use);
  }
  return [...uses.values()];
}

/** Falls back to the partner in the path: nobody but the caller knows the ID of such a request, unless the caller passes it on. */
function partnerOfRefusal({ partnerId, pathPartnerId }: LoggedRefusal): string | null {
  return partnerId ?? pathPartnerId;
}

function explainable(refusal: LoggedRefusal, existing: ReadonlySet<string>): ExplainableRefusal | null {
  const ofPartner = partnerOfRefusal(refusal);
  if (ofPartner === null || !(refusal.verified || existing.has(ofPartner))) return null;
  return { ...refusal, ofPartner };
}
