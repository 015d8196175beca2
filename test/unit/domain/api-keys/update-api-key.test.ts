import { expect, it } from '@jest/globals';
import type { ApiKeyCreationOptions } from '../../../../lambdas/domain/api-keys/create-api-key.ts';
import { updateApiKey } from '../../../../lambdas/domain/api-keys/update-api-key.ts';
import type { ApiKeyDetails } from '../../../../lambdas/domain/model/records.ts';

const ACTOR = { userId: 'user', email: 'ana@demo.example', partnerId: 'demoPA', ip: null };
const KEY: ApiKeyDetails = {
  keyId: 'k3Jx81PqZr0B',
  name: 'ERP',
  hint: 'hint',
  scopes: ['*'],
  allowedIps: [],
  expiresAt: null,
  status: 'active',
  createdAt: '2026-11-01T08:00:00.000Z',
  createdBy: ACTOR.email,
  rotatedTo: null,
  revision: 3,
};

// A caller that goes on with the returned key writes over this revision.
it('an updated key is returned with the revision that follows', async () => {
  const written: ApiKeyDetails[] = [];
  const keys = {
    find: async () => KEY,
    async update(_: string, __: ApiKeyDetails, after: ApiKeyDetails) {
      written.push(after);
      return 'written';
    },
  };
  const options = { keys, nowMs: 0 } as unknown as ApiKeyCreationOptions;
  const after = { ...KEY, name: 'Shop', revision: 4 };
  const update = { keyId: KEY.keyId, changes: { name: 'Shop' }, presented: null };
  expect(await updateApiKey(ACTOR, update, options)).toEqual({ outcome: 'updated', apiKey: after });
  expect(written).toEqual([after]);
});
