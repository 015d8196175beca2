import { expect, it } from '@jest/globals';
import { listApiKeys } from '../../../../lambdas/domain/api-keys/manage-api-keys.ts';
import { listKeysOf } from '../../../../lambdas/domain/api-keys/operate-api-keys.ts';
import type { ApiKeyDetails, PartnerDetails } from '../../../../lambdas/domain/model/records.ts';

const ACTOR = { userId: 'user', email: 'ana@demo.example', partnerId: 'demoPA', ip: null };
const key = (keyId: string, createdAt: string) => ({ keyId, createdAt, rotatedTo: null }) as ApiKeyDetails;
const OLDEST = key('oldestoldest', '2026-11-01T08:00:00.000Z');
const [FIRST, SECOND] = ['AAAAAAAAAAAA', 'BBBBBBBBBBBB'].map((keyId) => key(keyId, '2026-11-02T08:00:00.000Z'));
const NEWEST = key('newestnewest', '2026-11-03T08:00:00.000Z');

function storeOf(...keys: (ApiKeyDetails | undefined)[]) {
  const all = keys.filter((each) => each !== undefined);
  return { list: async () => all, find: async () => null } as unknown as Parameters<typeof listApiKeys>[0];
}

// The store lists keys by their IDs, which are random. Staff look for a key where they saw it before.
it.each([[storeOf(OLDEST, FIRST, SECOND, NEWEST)], [storeOf(NEWEST, SECOND, FIRST, OLDEST)]])(
  'keys are listed newest first, and those of the same time by ID, however the store has them',
  async (keys) => {
    expect(await listApiKeys(keys, ACTOR, 0)).toEqual([NEWEST, FIRST, SECOND, OLDEST]);
  },
);

it.each([[storeOf(OLDEST, FIRST, NEWEST)], [storeOf(NEWEST, FIRST, OLDEST)]])(
  'an operator sees them newest first, too',
  async (keys) => {
    const staff = { findPartner: async () => ({}) as PartnerDetails };
    expect(await listKeysOf({ keys, staff }, 'demoPA')).toEqual({ outcome: 'listed', keys: [NEWEST, FIRST, OLDEST] });
  },
);
