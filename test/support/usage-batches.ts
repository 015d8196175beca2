import fc from 'fast-check';
import type { LogBatch } from '../../lambdas/domain/usage-counting/read-log-batch.ts';
import type { UsageUpdate } from '../../lambdas/domain/usage-counting/usage-updates.ts';
import { accessLine, newRequestId, refusalLine } from './log-lines.ts';

/** A call as a client made it; what the figures have to add up to is told from these. */
export interface SentCall {
  readonly partnerId: string;
  /** null: a key that was made up for the partner. */
  readonly credentialId: string | null;
  readonly legacy: boolean;
  readonly day: string;
  readonly ip: string;
  /** null: deleted or revoked, so that the authorizer's log tells of it. */
  readonly status: number | null;
  /** Whether its line comes twice in its batch. */
  readonly twice: boolean;
}

export const PARTNERS = ['firstPA', 'secondPA'];
/** Named by keys that were made up, and there is no such partner. */
export const NO_PARTNER = 'nobodyPA';
const DAYS = ['2026-11-30', '2026-12-01'];

const addresses = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('203.0.113.1', '203.0.113.2', '2001:db8::1') },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 254 }).map((last) => `198.51.100.${last}`) },
);

export const sentCalls = fc.record<SentCall>({
  partnerId: fc.constantFrom(...PARTNERS, NO_PARTNER),
  credentialId: fc.option(fc.constantFrom('aaaaaaaaaaaa', 'bbbbbbbbbbbb'), { freq: 6 }),
  legacy: fc.boolean(),
  day: fc.constantFrom(...DAYS),
  ip: addresses,
  status: fc.option(fc.constantFrom(200, 201, 302, 403, 404, 500, 504), { freq: 4 }),
  twice: fc.boolean(),
});

/** The calls as the two log groups have them, cut into batches of `size` calls. A line that is no call's comes with each. */
export function batchesOf(calls: readonly SentCall[], size: number, name: string): LogBatch[] {
  const groups = Map.groupBy(
    calls.map((call) => ({ ...lineOf(call), twice: call.twice })),
    ({ group }) => group,
  );
  return [...groups].flatMap(([group, lines]) =>
    chunks(lines, size).map((ofBatch, number) => ({
      logGroup: `${group}-${name}`,
      logStream: 'stream',
      events: [...ofBatch.flatMap(({ line, twice }) => (twice ? [line, line] : [line])), '{"neither":"this"}'].map(
        (message, index) => ({
          id: `${group}-${number}-${index}`,
          timestampMs: Date.parse('2026-12-01T10:00:01.000Z'),
          message,
        }),
      ),
    })),
  );
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, number) =>
    items.slice(number * size, (number + 1) * size),
  );
}

function lineOf(call: SentCall): { readonly group: 'access' | 'refusals'; readonly line: string } {
  const { partnerId, credentialId, day, ip, status } = call;
  const type = call.legacy ? 'legacy_token' : 'api_key';
  if (credentialId === null || status === null) {
    const reason = credentialId === null ? 'api_key_unknown' : call.legacy ? 'token_revoked' : 'api_key_deleted';
    const line = refusalLine({
      reason,
      time: `${day}T12:00:00.000Z`,
      partner_id: partnerId,
      credential_type: credentialId === null ? 'api_key' : type,
      credential_id: credentialId ?? 'cccccccccccc',
      source_ip: ip,
    });
    return { group: 'refusals', line };
  }
  const line = accessLine({
    'authorizer.partner_id': partnerId,
    'authorizer.credential_type': type,
    'authorizer.credential_id': credentialId,
    'authorizer.code': status === 403 ? 'ip_not_allowed' : 'allowed',
    extendedRequestId: newRequestId(),
    'identity.sourceIp': ip,
    requestTimeEpoch: Date.parse(`${day}T12:00:00.000Z`),
    responseLatency: 10,
    status,
  });
  return { group: 'access', line };
}

/** Counters by `<partner> <credential> <day> <name>`, summed over the items; an address counts by itself or with the others. */
export type Totals = Readonly<Record<string, number>>;

/** What was sent, counted call by call. */
export function sentTotals(calls: readonly SentCall[]): Totals {
  const totals: Record<string, number> = {};
  for (const { partnerId, credentialId, legacy, day, status } of calls) {
    if (credentialId === null && partnerId === NO_PARTNER) continue;
    const owners = credentialId === null ? ['*unknown'] : [credentialId, '*all', ...(legacy ? ['*legacy'] : [])];
    const refused = credentialId === null || status === null;
    const reason = credentialId === null ? 'api_key_unknown' : legacy ? 'token_revoked' : 'api_key_deleted';
    const outcome =
      refused || (status >= 400 && status < 500) ? 'client_error' : status < 400 ? 'success' : 'server_error';
    for (const owner of owners) {
      const count = (name: string, by = 1) => {
        const key = `${partnerId} ${owner} ${day} ${name}`;
        totals[key] = (totals[key] ?? 0) + by;
      };
      count('total');
      count('by_address');
      count(outcome);
      count('resource.clients');
      if (outcome === 'success') count('success_by_address');
      if (refused) count(`refused.${reason}`);
      else {
        if (status === 403) count('refused.ip_not_allowed');
        count('latency_ms', 10);
        count('timed');
      }
    }
  }
  return totals;
}

/** The same from what was counted. */
export function countedTotals(items: readonly (UsageUpdate & { readonly partnerId: string })[]): Totals {
  const totals: Record<string, number> = {};
  for (const { partnerId, credentialId, day, ip, counters } of items) {
    for (const [name, by] of Object.entries(counters)) {
      const ofAddresses: Readonly<Record<string, string>> =
        ip === null
          ? { other_addresses: 'by_address', 'other_addresses.success': 'success_by_address' }
          : { total: 'by_address', success: 'success_by_address' };
      const key = `${partnerId} ${credentialId} ${day} ${ofAddresses[name] ?? name}`;
      totals[key] = (totals[key] ?? 0) + by;
    }
  }
  return totals;
}

/** Each batch three times, its lines in another order each time, and all of them shuffled. */
export function replayed(batches: readonly LogBatch[], random: () => number): LogBatch[] {
  const three = batches.flatMap((batch) => [
    batch,
    ...[1, 2].map(() => ({ ...batch, events: shuffled(batch.events, random) })),
  ]);
  return shuffled(three, random);
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ item }) => item);
}
