import { revokeApiKey } from '../../../lambdas/domain/partners/manage-partners.ts';
import { changeSettingsOf } from '../../../lambdas/domain/settings/operate-settings.ts';
import { newKey } from '../run/partners.ts';
import type { Flow } from './flow.ts';
import type { Person, World } from './world.ts';

export async function prepareCode(world: World, change: object, by: Person = 'staff') {
  await world.forgetCodes(by);
  const { id, code } = await world.challengeFor(change, by);
  return {
    presented: { challenge_id: id, code },
    isUsed: async () => (await world.otpState(by))?.past_challenges?.L?.some(({ S }) => S === id) ?? false,
  };
}

/** Reports a challenge that is used without the change, or the change without it. */
export function unmatched(used: boolean, made: boolean): string[] {
  return used === made ? [] : [`The challenge is ${used ? '' : 'not '}used, and the change ${made ? '' : 'not '}made.`];
}

export const ROTATE: Flow = {
  name: 'rotate a key with a code',
  success: 201,
  prepare: async (world) => {
    const { id, key } = await newKey(world.target, world.partnerId);
    const change = { purpose: 'rotate_api_key', api_key_id: id, grace_seconds: 3600 };
    const { presented, isUsed } = await prepareCode(world, change);
    const successor = async () => (await world.keyRecord(id))?.rotated_to?.S;
    const happened = async () => (await successor()) !== undefined;
    return {
      send: () => world.manage('POST', `/api-keys/${id}/rotate`, presented),
      happened,
      statusAfterwards: 410,
      leftovers: async () => {
        const { status } = await world.partnerCall('/api/v2/whoami', { 'x-api-key': key });
        return [
          ...unmatched(await isUsed(), await happened()),
          ...(status === 200 ? [] : [`The old key gets ${status} in its grace period.`]),
        ];
      },
      finish: async () => {
        for (const one of [id, await successor()]) {
          if (one !== undefined) await revokeApiKey(world.target.registry, world.partnerId, one);
        }
      },
    };
  },
};

export const BROADEN: Flow = {
  name: 'broaden a key with a code',
  success: 200,
  prepare: async (world) => {
    const { id } = await newKey(world.target, world.partnerId);
    await world.manage('PATCH', `/api-keys/${id}`, { scopes: ['clients:read'] });
    const changes = { scopes: ['clients:write'] };
    const { presented, isUsed } = await prepareCode(world, { purpose: 'update_api_key', api_key_id: id, changes });
    const happened = async () => (await world.keyRecord(id))?.scopes?.L?.[0]?.S === 'clients:write';
    return {
      send: () => world.manage('PATCH', `/api-keys/${id}`, { ...changes, ...presented }),
      happened,
      statusAfterwards: 410,
      leftovers: async () => unmatched(await isUsed(), await happened()),
      finish: async () => {
        await revokeApiKey(world.target.registry, world.partnerId, id);
      },
    };
  },
};

export const NARROW_SETTINGS: Flow = {
  name: 'narrow the settings',
  success: 200,
  prepare: async (world) => ({
    send: () => world.manage('PATCH', '/settings', { max_key_lifetime_days: 30 }),
    happened: async () => (await world.partnerRecord())?.max_key_lifetime_days?.N === '30',
    finish: async () => {
      await changeSettingsOf(world.target.controls, world.partnerId, { maxKeyLifetimeDays: null });
    },
  }),
};

export const RESTRICTIONS: readonly Flow[] = [ROTATE, BROADEN, NARROW_SETTINGS];
