import { expectStatus } from '../run/partners.ts';
import type { Flow } from './flow.ts';
import { prepareCode, unmatched } from './restriction-flows.ts';
import type { World } from './world.ts';

const ON = { enabled: true };

async function codeToTurnOn(world: World) {
  return prepareCode(world, { purpose: 'update_legacy_token', changes: ON }, 'switcher');
}

export const TURN_LEGACY_OFF: Flow = {
  name: 'turn legacy tokens off',
  success: 200,
  prepare: async (world) => {
    if (!(await world.legacyEnabled())) {
      const { presented } = await codeToTurnOn(world);
      expectStatus(await world.setLegacyToken({ ...ON, ...presented }), 200);
    }
    return {
      send: () => world.setLegacyToken({ enabled: false }),
      happened: async () => !(await world.legacyEnabled()),
    };
  },
};

export const TURN_LEGACY_ON: Flow = {
  name: 'turn legacy tokens on with a code',
  success: 200,
  prepare: async (world) => {
    expectStatus(await world.setLegacyToken({ enabled: false }), 200);
    const { presented, isUsed } = await codeToTurnOn(world);
    return {
      send: () => world.setLegacyToken({ ...ON, ...presented }),
      happened: () => world.legacyEnabled(),
      statusAfterwards: 410,
      leftovers: async () => unmatched(await isUsed(), await world.legacyEnabled()),
    };
  },
};

export const LEGACY: readonly Flow[] = [TURN_LEGACY_OFF, TURN_LEGACY_ON];
