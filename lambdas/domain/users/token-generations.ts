import { LEGACY_TOKEN_SECONDS } from '../model/legacy-token-state.ts';
import type { TokenGeneration, TokenGenerations, UserRecord } from '../model/records.ts';

/** Change of a partner's `token_generations` that revokes all legacy tokens of a user. */
export interface GenerationChange {
  readonly userId: string;
  readonly entry: TokenGeneration;
  /** Entries of other users that are over, as they were read. */
  readonly dropped: TokenGenerations;
}

/** How far the clocks of those who issue, revoke and check may be apart. */
const CLOCK_MARGIN_SECONDS = 60 * 60;
/** Each change adds one entry at most, so the map shrinks; DynamoDB limits the length of an update. */
export const MAX_DROPPED = 100;

/**
 * Revokes every token that was issued to the user so far.
 * @param generations - of the user's partner
 * @param now - epoch seconds
 */
export function raiseGeneration(generations: TokenGenerations, user: UserRecord, now: number): GenerationChange {
  const over = [...generations].filter(([userId, { until }]) => userId !== user.userId && until <= now);
  return {
    userId: user.userId,
    entry: { generation: user.generation + 1, until: now + LEGACY_TOKEN_SECONDS + CLOCK_MARGIN_SECONDS },
    dropped: new Map(over.slice(0, MAX_DROPPED)),
  };
}
