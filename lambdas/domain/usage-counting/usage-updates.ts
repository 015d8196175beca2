import { dateOf } from '../base/time-text.ts';
import type { CountedCall } from './counted-call.ts';

/** Figures of several credentials; no credential's ID begins with `*`. */
export const ALL_CREDENTIALS = '*all';
export const LEGACY_CREDENTIALS = '*legacy';
/** Unverified keys that name the partner. They count in no other figures. */
export const UNKNOWN_CREDENTIALS = '*unknown';

/** IP addresses that a batch counts one by one for each credential and day. */
const SEPARATE_IPS = 10;

/** What is added to one item of the figures. */
export interface UsageUpdate {
  readonly credentialId: string;
  /** UTC, `2026-12-01`. */
  readonly day: string;
  /** null: the figures of the whole day. */
  readonly ip: string | null;
  /** Positive numbers by the name of the counter. */
  readonly counters: Readonly<Record<string, number>>;
}

/** When a credential last used an IP address on a day; only for IP addresses that are counted one by one. */
export interface SeenIp {
  readonly credentialId: string;
  readonly day: string;
  readonly ip: string;
  readonly atMs: number;
}

export interface UsageFigures {
  /** In a fixed order, so that the same calls always make the same chunks. */
  readonly updates: readonly UsageUpdate[];
  readonly seen: readonly SeenIp[];
}

/** Returns the figures of one partner's calls. */
export function usageFigures(calls: readonly CountedCall[]): UsageFigures {
  const counted = calls.flatMap((call) => credentialsOf(call).map((credentialId) => ({ credentialId, call })));
  const figures = [...Map.groupBy(counted, ({ credentialId }) => credentialId)].flatMap(
    ([credentialId, ofCredential]) =>
      [...Map.groupBy(ofCredential, ({ call }) => dateOf(call.atMs / 1000))].map(([day, ofDay]) =>
        figuresOfDay(
          credentialId,
          day,
          ofDay.map(({ call }) => call),
        ),
      ),
  );
  return {
    updates: figures.flatMap(({ updates }) => updates).toSorted(inOrder),
    seen: figures.flatMap(({ seen }) => seen),
  };
}

function inOrder(left: UsageUpdate, right: UsageUpdate): number {
  return (
    compare(left.credentialId, right.credentialId) ||
    compare(left.day, right.day) ||
    compare(left.ip ?? '', right.ip ?? '')
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function credentialsOf({ credential }: CountedCall): readonly string[] {
  if (credential === null) return [UNKNOWN_CREDENTIALS];
  const { id, type } = credential;
  return type === 'legacy_token' ? [id, ALL_CREDENTIALS, LEGACY_CREDENTIALS] : [id, ALL_CREDENTIALS];
}

function figuresOfDay(credentialId: string, day: string, calls: readonly CountedCall[]): UsageFigures {
  const counters: Record<string, number> = {};
  for (const call of calls) {
    for (const [name, by] of countersOf(call)) add(counters, name, by);
  }
  const busiest = [...Map.groupBy(calls, ({ ip }) => ip)]
    .flatMap(([ip, ofIp]) => (ip === null ? [] : [{ ip, calls: ofIp }]))
    .toSorted((left, right) => right.calls.length - left.calls.length || compare(left.ip, right.ip))
    .slice(0, SEPARATE_IPS);
  const kept = new Set<string | null>(busiest.map(({ ip }) => ip));
  const others = calls.filter(({ ip }) => !kept.has(ip));
  add(counters, 'other_addresses', others.length);
  add(counters, 'other_addresses.success', others.filter(isSuccess).length);
  return {
    updates: [
      { credentialId, day, ip: null, counters },
      ...busiest.map(({ ip, calls: ofIp }) => {
        const ofItem: Record<string, number> = { total: ofIp.length };
        add(ofItem, 'success', ofIp.filter(isSuccess).length);
        return { credentialId, day, ip, counters: ofItem };
      }),
    ],
    seen: busiest.map(({ ip, calls: ofIp }) => ({
      credentialId,
      day,
      ip,
      atMs: ofIp.reduce((latest, { atMs }) => Math.max(latest, atMs), 0),
    })),
  };
}

function countersOf(call: CountedCall): readonly (readonly [name: string, by: number])[] {
  const { status, latencyMs, refusedFor, resource } = call;
  return [
    ['total', 1],
    [isSuccess(call) ? 'success' : status < 500 ? 'client_error' : 'server_error', 1],
    [`resource.${resource}`, 1],
    ...(refusedFor === null ? [] : [[`refused.${refusedFor}`, 1] as const]),
    ...(latencyMs === null
      ? []
      : ([
          ['latency_ms', latencyMs],
          ['timed', 1],
        ] as const)),
  ];
}

function isSuccess({ status }: CountedCall): boolean {
  return status >= 200 && status < 400;
}

function add(counters: Record<string, number>, name: string, by: number): void {
  if (by > 0) counters[name] = (counters[name] ?? 0) + by;
}
