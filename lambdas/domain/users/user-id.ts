import { randomBase62 } from '../base/base62.ts';

/** Returns the ID of a new user: 95 bits from the CSPRNG, so that none is ever given twice. */
export function newUserId(): string {
  return `usr_${randomBase62(16)}`;
}
