import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createApiKey } from '../../lambdas/domain/api-keys/create-api-key.ts';
import { rotateApiKey } from '../../lambdas/domain/api-keys/rotate-api-key.ts';
import { updateApiKey } from '../../lambdas/domain/api-keys/update-api-key.ts';
import type { WantedAction } from '../../lambdas/domain/code-requests/resolve-action.ts';
import { switchLegacyToken } from '../../lambdas/domain/legacy-tokens/switch-legacy-token.ts';
import type { Actor } from '../../lambdas/domain/model/audit-event.ts';
import type { OtpPurpose } from '../../lambdas/domain/one-time-codes/otp-action.ts';
import type { CodePresentation } from '../../lambdas/domain/one-time-codes/redeem-code.ts';
import { changeSettings } from '../../lambdas/domain/settings/change-settings.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { type KeyCreation, keyCreation, newActor } from '../support/key-creation.ts';

interface Action<P extends OtpPurpose> {
  readonly wanted: Extract<WantedAction, { purpose: P }>;
  /** The outcome of the first use. */
  readonly outcome: 'created' | 'updated' | 'switched';
  perform(presented: CodePresentation): Promise<{ readonly outcome: string }>;
}

let table: EmbeddedTable;
let creation: KeyCreation;
let actor: Actor;

beforeAll(async () => {
  table = await embeddedTable();
});
afterAll(() => table.close());
beforeEach(async () => {
  creation = keyCreation(table);
  actor = await newActor(table);
});

/** Every purpose has its row here: a new one fails the type check until its code is shown to be good once. */
const ACTIONS = {
  create_api_key: async () => ({
    wanted: { purpose: 'create_api_key', key: { name: 'ERP', scopes: ['*'], allowedIps: [] } },
    outcome: 'created',
    perform: (presented) => createApiKey(actor, presented, creation.options()),
  }),
  update_api_key: async () => {
    const keyId = await newKey();
    const changes = { scopes: ['*'] } as const;
    return {
      wanted: { purpose: 'update_api_key', keyId, changes },
      outcome: 'updated',
      perform: (presented) => updateApiKey(actor, { keyId, changes, presented }, creation.options()),
    };
  },
  rotate_api_key: async () => {
    const keyId = await newKey();
    return {
      wanted: { purpose: 'rotate_api_key', keyId, graceSeconds: 60 },
      outcome: 'created',
      perform: (presented) => rotateApiKey(actor, keyId, presented, creation.options()),
    };
  },
  update_settings: async () => {
    const changes = { maxKeyLifetimeDays: 30 };
    return {
      wanted: { purpose: 'update_settings', changes },
      outcome: 'updated',
      perform: (presented) => changeSettings(actor, changes, presented, creation.options()),
    };
  },
  update_legacy_token: async () => {
    const changes = { enabled: true, offAt: null };
    await switchLegacyToken(actor, { enabled: false, offAt: null }, null, creation.options());
    return {
      wanted: { purpose: 'update_legacy_token', changes },
      outcome: 'switched',
      perform: (presented) => switchLegacyToken(actor, changes, presented, creation.options()),
    };
  },
} satisfies { readonly [P in OtpPurpose]: () => Promise<Action<P>> };

async function newKey(): Promise<string> {
  const key = { name: 'ERP', scopes: ['clients:read'], allowedIps: [] } as const;
  const { id, code } = await creation.sentFor(actor, { purpose: 'create_api_key', key });
  const created = await creation.create(actor, id, code);
  if (created.outcome !== 'created') throw new Error(created.outcome);
  return created.apiKey.keyId;
}

describe.each(Object.entries(ACTIONS))('a code for %s', (_, prepare) => {
  it('is refused when it is used again, and nothing is written', async () => {
    const { wanted, outcome, perform } = await prepare();
    const { id, code } = await creation.sentFor(actor, wanted);
    expect(await perform({ challengeId: id, code })).toMatchObject({ outcome });
    const before = await table.items();
    expect(await perform({ challengeId: id, code })).toEqual({ outcome: 'otp_expired' });
    expect(await table.items()).toEqual(before);
  });

  it('is good for one of several uses at once', async () => {
    const { wanted, outcome, perform } = await prepare();
    const { id, code } = await creation.sentFor(actor, wanted);
    const uses = await Promise.all([1, 2, 3].map(() => perform({ challengeId: id, code })));
    expect(uses.map((use) => use.outcome).sort()).toEqual([outcome, 'otp_expired', 'otp_expired'].sort());
  });
});
