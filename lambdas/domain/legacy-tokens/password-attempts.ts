import { DependencyError } from '../base/dependency-error.ts';
import { sha256Hex } from '../base/sha256.ts';
import { customerNetwork, normalIp } from '../model/ip-allowlist.ts';
import type { PasswordFailures, TakeAttemptResult, TakenAttempt } from './password-check.ts';

/** Who tries a password. Hashed, because people type passwords into the field of the user name. */
export interface PasswordAttempt {
  readonly nameHash: string;
  /** The IP address, which may be known or not; null if the call has none. */
  readonly address: KnownAddress | null;
  readonly networkHash: string;
}

/** What an attempt is counted in (docs/records.md, "Password failures"). */
export type AttemptCount = SharedCount | KnownAddress;
export type SharedCount =
  | { readonly kind: 'network'; readonly networkHash: string }
  | { readonly kind: 'other_addresses'; readonly nameHash: string };
/** An IP address from which the password of this name was right. */
export interface KnownAddress {
  readonly kind: 'known_address';
  readonly nameHash: string;
  readonly ipHash: string;
}

/** The state of a count; times in epoch seconds. */
export interface AttemptWindow {
  readonly failures: number;
  readonly endsAt: number;
  readonly lastTakenAt: number;
}

export const ATTEMPT_LIMITS = { network: 100, known_address: 20, other_addresses: 8 } as const;
export const ATTEMPT_WINDOW_SECONDS = 15 * 60;
export const KNOWN_ADDRESS_SECONDS = 30 * 24 * 3600;
/** No attempt is checked for longer: it is the time limit of the function. */
const CHECK_SECONDS = 20;

/**
 * Whether each attempt extends the window. Cognito forgets wrong passwords after 15 minutes without an attempt, and each one
 * before that doubles the time for which it locks the user: strangers must not get a ninth in between.
 */
export function isExtended({ kind }: AttemptCount): boolean {
  return kind === 'other_addresses';
}

/** Returns when an attempt may succeed for which a window has no place left, in epoch seconds. */
export function tryAgainAt({ kind }: AttemptCount, window: AttemptWindow, now: number): number {
  const mayBeReleased = window.failures < ATTEMPT_LIMITS[kind] && window.lastTakenAt + CHECK_SECONDS > now;
  return mayBeReleased ? now + 1 : window.endsAt;
}

/** @param ip - as `callerIp` returns it; all texts that are no IP address count as the same one */
export function passwordAttempt(username: string, ip: string): PasswordAttempt {
  // Spellings that a provider might take for the same name must not be counted apart.
  const nameHash = sha256Hex(username.normalize('NFKC').toLowerCase());
  const normal = normalIp(ip);
  return {
    nameHash,
    address: normal === null ? null : { kind: 'known_address', nameHash, ipHash: sha256Hex(normal) },
    networkHash: sha256Hex(customerNetwork(ip) ?? 'unknown'),
  };
}

export type ReserveAttemptResult =
  | { readonly outcome: 'reserved'; readonly taken: readonly TakenAttempt[] }
  | Extract<TakeAttemptResult, { outcome: 'exhausted' }>;

/** Takes a place in the count of the network and in one of the name. Throws a DependencyError. */
export async function reserveAttempt(
  failures: PasswordFailures,
  { nameHash, address, networkHash }: PasswordAttempt,
  now: number,
): Promise<ReserveAttemptResult> {
  // The network first: one that has no place left must not take those of the names.
  const network = await failures.take({ kind: 'network', networkHash }, now);
  if (network.outcome === 'exhausted') return network;
  let isReserved = false;
  try {
    const known = address === null ? null : await failures.takeIfKnown(address, now);
    const name = known ?? (await failures.take({ kind: 'other_addresses', nameHash }, now));
    if (name.outcome === 'exhausted') return name;
    isReserved = true;
    return { outcome: 'reserved', taken: [network.attempt, name.attempt] };
  } finally {
    if (!isReserved) await settled([failures.release(network.attempt)]);
  }
}

/** `unchecked`: it is not known whether the password is right. */
export type PasswordVerdict = 'right' | 'wrong' | 'unchecked';

/** Confirms or releases the places of an attempt, and remembers the IP address of a correct password. Never throws a DependencyError. */
export async function settleAttempt(
  failures: PasswordFailures,
  { address }: PasswordAttempt,
  taken: readonly TakenAttempt[],
  verdict: PasswordVerdict,
  now: number,
): Promise<void> {
  await settled([
    ...taken.map((attempt) => (verdict === 'wrong' ? failures.confirm(attempt) : failures.release(attempt))),
    ...(verdict === 'right' && address !== null ? [failures.remember(address, now)] : []),
  ]);
}

/** Ignores failed dependencies: an attempt that keeps its place only makes the limit stricter for a while. */
async function settled(writes: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(writes)) {
    if (result.status === 'rejected' && !(result.reason instanceof DependencyError)) throw result.reason;
  }
}
