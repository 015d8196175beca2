import { revokeApiKey } from '../../../lambdas/domain/partners/manage-partners.ts';
import { UNIQUE_NAME } from '../records/broken-invariants.ts';
import { newKey } from '../run/partners.ts';
import type { Flow } from './flow.ts';
import type { World } from './world.ts';

let names = 0;
/** Unique, so that a name tells which attempt created or changed a key. */
const newName = () => `${UNIQUE_NAME}${++names}`;

function read(name: string, path: (world: World) => string): Flow {
  return { name, success: 200, prepare: async (world) => ({ send: () => world.manage('GET', path(world)) }) };
}

export const SESSION: Flow = read('session', () => '/session');

export const RENAME: Flow = {
  name: 'rename a key',
  success: 200,
  prepare: async (world) => {
    const name = `Renamed ${++names}`;
    return {
      send: () => world.manage('PATCH', `/api-keys/${world.key.id}`, { name }),
      happened: async () => (await world.keyRecord(world.key.id))?.name?.S === name,
    };
  },
};

export const DELETE: Flow = {
  name: 'delete a key',
  success: 204,
  prepare: async (world) => {
    const { id, key } = await newKey(world.target, world.partnerId);
    const isDeleted = async () => (await world.keyRecord(id))?.status?.S === 'deleted';
    return {
      send: () => world.manage('DELETE', `/api-keys/${id}`),
      happened: isDeleted,
      statusAfterwards: 404,
      leftovers: async () => {
        const { status } = await world.partnerCall('/api/v2/whoami', { 'x-api-key': key });
        return status === ((await isDeleted()) ? 401 : 200) ? [] : [`The key gets ${status}.`];
      },
      finish: async () => {
        await revokeApiKey(world.target.registry, world.partnerId, id);
      },
    };
  },
};

function challenge(channel: 'email' | 'whatsapp', name: string): Flow {
  return {
    name,
    success: 201,
    prepare: async (world) => {
      await world.forgetCodes();
      const body = { purpose: 'create_api_key', api_key: { name: newName() }, channel };
      const kept = async () => {
        const state = await world.otpState();
        return { slots: state?.places_ms?.L?.length ?? 0, pending: state?.challenge !== undefined };
      };
      return {
        send: () => world.manage('POST', '/otp-challenges', body),
        happened: async () => (await kept()).pending,
        // While a code is pending, no other one is sent for 30 seconds.
        statusAfterwards: 429,
        slotTaken: async ({ status }) => status !== 201 && (await kept()).slots > 0,
        leftovers: async ({ status }) => {
          const { slots, pending } = await kept();
          if (slots !== (pending ? 1 : 0))
            return [`${slots} send slots are taken ${pending ? 'with' : 'without'} a challenge.`];
          return status === 201 && !pending ? ['The challenge is missing.'] : [];
        },
      };
    },
  };
}

export const CHALLENGE_BY_EMAIL = challenge('email', 'request a code by e-mail');
export const CHALLENGE_BY_WHATSAPP = challenge('whatsapp', 'request a code by WhatsApp');

async function prepareChallenge(world: World) {
  await world.forgetCodes();
  const name = newName();
  const { id, code } = await world.challenge(name);
  return { name, id, code };
}

export const CREATE: Flow = {
  name: 'create a key with a code',
  success: 201,
  prepare: async (world) => {
    const { name, id, code } = await prepareChallenge(world);
    const made = async () => (await world.keysNamed(name)).filter(({ status }) => status?.S === 'active');
    return {
      send: () => world.manage('POST', '/api-keys', { challenge_id: id, code }),
      happened: async () => (await made()).length > 0,
      statusAfterwards: 410,
      leftovers: async ({ status }) => {
        const keys = await made();
        const used = (await world.otpState())?.past_challenges?.L?.some(({ S }) => S === id) ?? false;
        if (status === 201 && keys.length !== 1) return [`${keys.length} keys were created.`];
        return used === (keys.length === 1)
          ? []
          : [`The challenge is ${used ? '' : 'not '}used, and there are ${keys.length} keys.`];
      },
      finish: async () => {
        for (const { key_id } of await made()) {
          await revokeApiKey(world.target.registry, world.partnerId, key_id?.S ?? '');
        }
      },
    };
  },
};

export const WRONG_CODE: Flow = {
  name: 'a wrong code',
  success: 403,
  prepare: async (world) => {
    const { name, id, code } = await prepareChallenge(world);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    const left = async () => Number((await world.otpState())?.challenge?.M?.attempts_left?.N);
    return {
      send: () => world.manage('POST', '/api-keys', { challenge_id: id, code: wrong }),
      happened: async () => (await left()) < 5,
      leftovers: async () => {
        const [attempts, events] = [await left(), await world.countEvents('otp.failed', name)];
        return attempts === 5 - events
          ? []
          : [`${events} wrong codes are in the activity, and ${attempts} attempts are left.`];
      },
    };
  },
};

export const CHANGES: readonly Flow[] = [CHALLENGE_BY_EMAIL, CHALLENGE_BY_WHATSAPP, CREATE, WRONG_CODE, RENAME, DELETE];

export const READS: readonly Flow[] = [
  SESSION,
  read('list keys', () => '/api-keys'),
  read('get a key', ({ key }) => `/api-keys/${key.id}`),
  read('activity', () => '/activity'),
];
