import { tokenCall } from '../run/partners.ts';
import type { Flow } from './flow.ts';
import type { World } from './world.ts';

const WHOAMI = '/api/v2/whoami';
const echo = ({ partnerId }: World) => `/api/v2/partners/${partnerId}/echo`;
const withKey = ({ key }: World) => ({ 'x-api-key': key.key });
const withToken = ({ token }: World) => ({ authorization: `Bearer ${token}` });

function partnerCall(
  name: string,
  path: (world: World) => string,
  headers: (world: World) => Record<string, string>,
): Flow {
  return {
    name,
    success: 200,
    prepare: async (world) => ({ send: () => world.partnerCall(path(world), headers(world)) }),
  };
}

export const UPSTREAM_FLOWS: readonly Flow[] = [
  partnerCall('call with a key', echo, withKey),
  partnerCall('call with a token', echo, withToken),
];

export const TOKEN_FLOW: Flow = {
  name: 'POST /token',
  success: 200,
  // Releasing the attempt in both counts and remembering the IP address: without that the limit is only stricter for a while.
  spareCalls: 3,
  prepare: async (world) => {
    await world.forgetAttempts();
    const before = await world.countTokens();
    return {
      send: () => world.call(tokenCall(world.target, world.tokenUser)),
      happened: async () => (await world.countTokens()) !== before,
      slotTaken: async () => (await world.attemptsTaken()) > 0,
    };
  },
};

export const PARTNER_FLOWS: readonly Flow[] = [
  ...UPSTREAM_FLOWS,
  partnerCall('whoami with a key', () => WHOAMI, withKey),
  partnerCall('whoami with a token', () => WHOAMI, withToken),
  TOKEN_FLOW,
];
