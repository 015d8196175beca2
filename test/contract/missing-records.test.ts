import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DynamoDbApiKeyStore } from '../../lambdas/adapters/api-keys/dynamodb-api-key-store.ts';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbLegacyTokenSwitch } from '../../lambdas/adapters/legacy-tokens/dynamodb-legacy-token-switch.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { DynamoDbSettingsStore } from '../../lambdas/adapters/settings/dynamodb-settings-store.ts';
import { DynamoDbUserStore } from '../../lambdas/adapters/users/dynamodb-user-store.ts';
import { generateApiKey } from '../../lambdas/domain/model/api-key.ts';
import { auditEvent } from '../../lambdas/domain/model/audit-event.ts';
import type { ApiKeyDetails, PartnerDetails, UserRecord } from '../../lambdas/domain/model/records.ts';
import { NO_OTP_STATE } from '../../lambdas/domain/one-time-codes/otp-state.ts';
import { raiseGeneration } from '../../lambdas/domain/users/token-generations.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';

const PARTNER = 'nobodyPA';
const ON = { enabled: true, offAt: null };
const event = auditEvent('settings.updated', { actor: 'ana@demo.example', target: null, ip: null, nowMs: 0 });
const otp = { userId: 'user', state: NO_OTP_STATE };
const key: ApiKeyDetails = {
  keyId: '000000000000',
  name: 'ERP',
  hint: 'hint',
  scopes: ['*'],
  allowedIps: [],
  expiresAt: null,
  status: 'active',
  createdAt: event.at,
  createdBy: event.actor,
  rotatedTo: null,
  revision: 0,
};
const partner = { partnerId: PARTNER, settingsRevision: 0 } as PartnerDetails;
const user: UserRecord = {
  partnerId: PARTNER,
  userId: 'user',
  email: 'ana@demo.example',
  phone: null,
  identities: [],
  generation: 1,
  revision: 1,
  sessionsValidAfter: null,
  passwordResetAt: null,
};
const generations = raiseGeneration(new Map(), user, 0);
const times = { sessionsValidAfter: 0, passwordResetAt: null };
const identity = { issuer: 'https://issuer.example', subject: 'subject' };
let table: EmbeddedTable;

beforeAll(async () => {
  table = await embeddedTable();
});
afterAll(() => table.close());

interface Stores {
  readonly keys: DynamoDbApiKeyStore;
  readonly settings: DynamoDbSettingsStore;
  readonly legacyToken: DynamoDbLegacyTokenSwitch;
  readonly registry: DynamoDbPartnerRegistry;
  readonly users: DynamoDbUserStore;
}

// DynamoDB creates an item that it is told to update: half a record, which nothing could read any more.
it.each<[string, (stores: Stores) => Promise<unknown>, unknown]>([
  ['an update of a key', ({ keys }) => keys.update(PARTNER, key, { ...key, revision: 1 }, null, event), 'conflict'],
  [
    'a rotation',
    ({ keys }) => {
      const successor = { ...key, ...generateApiKey('test', PARTNER) };
      return keys.rotate({ old: key, expiresAt: 1 }, successor, otp, event);
    },
    'conflict',
  ],
  ['a new key', ({ keys }) => keys.create({ ...key, ...generateApiKey('test', PARTNER) }, otp, event), 'conflict'],
  ['a deletion', ({ keys }) => keys.delete(PARTNER, key, event), 'conflict'],
  [
    'a change of settings',
    ({ settings }) => settings.update(partner, { allowedIps: [], maxKeyLifetimeDays: null }, null, event),
    'conflict',
  ],
  [
    'a switch of legacy tokens',
    ({ legacyToken }) => legacyToken.set(PARTNER, { from: ON, to: { enabled: false, offAt: null } }, null, event),
    'conflict',
  ],
  ['a new user', ({ users }) => users.add({ ...user, role: 'owner', identity }, event), 'partner_unknown'],
  ['the removal of a user', ({ users }) => users.remove(user, generations, event), 'conflict'],
  ['the link of an identity', ({ users }) => users.link(user, identity, event.at), 'conflict'],
  ['the end of access', ({ users }) => users.endAccess(user, generations, times, event), 'conflict'],
  ['a suspension', ({ registry }) => registry.setPartnerStatus(PARTNER, 'suspended', event), 'partner_unknown'],
])('%s writes nothing where the record is missing', async (_, write, outcome) => {
  const records = new DynamoDbTable(table.client, table.tableName);
  const stores = {
    keys: new DynamoDbApiKeyStore(records),
    settings: new DynamoDbSettingsStore(records),
    legacyToken: new DynamoDbLegacyTokenSwitch(records),
    registry: new DynamoDbPartnerRegistry(records),
    users: new DynamoDbUserStore(records),
  };
  expect(await write(stores)).toBe(outcome);
  expect(await table.items()).toEqual([]);
});
