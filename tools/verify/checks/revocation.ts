import { type Check, demandRefusal, demandStatus, type VerifyContext } from '../check.ts';
import { whoamiWith } from './partner-calls.ts';

const ROUNDS = 5;
/** At once, so that many instances of the authorizer are asked. */
const PARALLEL = 8;

/** All of some parallel calls, each of which starts after what was done before. */
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
        for (const answer of await eachOf(context, key)) demandStatus(answer, 200);
        await context.partner.revokeKey(key);
        for (const answer of await eachOf(context, key)) demandRefusal(answer, 401, 'unauthorized');
      }
    },
  },
  {
    id: 'revocation/partner',
    claim: 'a suspended partner is refused from the next call on, and accepted again from the next',
    run: async (context) => {
      const { partner } = context;
      const key = await partner.createKey();
      const token = { token: await partner.issueToken() };
      await partner.setStatus('suspended');
      try {
        for (const credential of [key, token]) {
          for (const answer of await eachOf(context, credential)) demandRefusal(answer, 403, 'partner_suspended');
        }
      } finally {
        await partner.setStatus('active');
      }
      for (const answer of await eachOf(context, key)) demandStatus(answer, 200);
    },
  },
  {
    id: 'revocation/legacy-token',
    claim: 'tokens are 403 legacy_token_disabled from the next call on, keys go on, and back',
    run: async (context) => {
      const { partner } = context;
      const key = await partner.createKey();
      const token = { token: await partner.issueToken() };
      await partner.switchLegacyTokens(false);
      try {
        for (const answer of await eachOf(context, token)) demandRefusal(answer, 403, 'legacy_token_disabled');
        for (const answer of await eachOf(context, key)) demandStatus(answer, 200);
      } finally {
        await partner.switchLegacyTokens(true);
      }
      for (const answer of await eachOf(context, token)) demandStatus(answer, 200);
    },
  },
  {
    id: 'revocation/user',
    claim: 'tokens of a removed user are refused from the next call on',
    run: async (context) => {
      const { partner } = context;
      const token = { token: await partner.issueToken() };
      for (const answer of await eachOf(context, token)) demandStatus(answer, 200);
      await partner.removeUser();
      try {
        for (const answer of await eachOf(context, token)) demandRefusal(answer, 401, 'unauthorized');
      } finally {
        await partner.restoreUser();
      }
    },
  },
];
