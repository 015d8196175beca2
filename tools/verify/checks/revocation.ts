import { type Check, demandRefusal, demandStatus, type VerifyContext } from '../check.ts';
import { whoamiWith } from './partner-calls.ts';

const ROUNDS = 5;
/** In parallel, so that many instances of the authorizer respond. */
const PARALLEL = 8;

/** Returns the responses to parallel calls, each of which starts after the change before. */
async function eachOf(context: VerifyContext, credential: Parameters<typeof whoamiWith>[1]) {
  return Promise.all(Array.from({ length: PARALLEL }, () => whoamiWith(context, credential)));
}

export const revocation: readonly Check[] = [
  {
    id: 'revocation/key',
    claim: `a deleted key is refused from the next call on (${ROUNDS} keys, ${PARALLEL} calls at once)`,
    run: async (context) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const key = await context.partner.createKey();
        for (const response of await eachOf(context, key)) demandStatus(response, 200);
        await context.partner.revokeKey(key);
        for (const response of await eachOf(context, key)) demandRefusal(response, 401, 'unauthorized');
      }
    },
  },
  {
    id: 'revocation/partner',
    claim: 'a suspended partner is refused from the next call on, and accepted again from the next after that',
    run: async (context) => {
      const { partner } = context;
      const key = await partner.createKey();
      const token = { token: await partner.issueToken() };
      await partner.setStatus('suspended');
      try {
        for (const credential of [key, token]) {
          for (const response of await eachOf(context, credential)) demandRefusal(response, 403, 'partner_suspended');
        }
      } finally {
        await partner.setStatus('active');
      }
      for (const response of await eachOf(context, key)) demandStatus(response, 200);
    },
  },
  {
    id: 'revocation/legacy-token',
    claim: 'tokens are 403 legacy_token_disabled from the next call on, keys keep working, and back',
    run: async (context) => {
      const { partner } = context;
      const key = await partner.createKey();
      const token = { token: await partner.issueToken() };
      await partner.switchLegacyTokens(false);
      try {
        for (const response of await eachOf(context, token)) demandRefusal(response, 403, 'legacy_token_disabled');
        for (const response of await eachOf(context, key)) demandStatus(response, 200);
      } finally {
        await partner.switchLegacyTokens(true);
      }
      for (const response of await eachOf(context, token)) demandStatus(response, 200);
    },
  },
  {
    id: 'revocation/user',
    claim: 'tokens of a removed user are refused from the next call on',
    run: async (context) => {
      const { partner } = context;
      const token = { token: await partner.issueToken() };
      for (const response of await eachOf(context, token)) demandStatus(response, 200);
      await partner.removeUser();
      try {
        for (const response of await eachOf(context, token)) demandRefusal(response, 401, 'unauthorized');
      } finally {
        await partner.restoreUser();
      }
    },
  },
];
