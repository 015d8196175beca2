import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeEach, expect, it } from '@jest/globals';
import { DynamoDbAuditLog } from '../../../lambdas/adapters/activity/dynamodb-audit-log.ts';
import { DynamoDbApiKeyStore } from '../../../lambdas/adapters/api-keys/dynamodb-api-key-store.ts';
import { DynamoDbCredentialStore } from '../../../lambdas/adapters/authorize/dynamodb-credential-store.ts';
import type { Item } from '../../../lambdas/adapters/dynamodb/attributes.ts';
import { DynamoDbTable } from '../../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { recordKeys } from '../../../lambdas/adapters/dynamodb/record-keys.ts';
import { DynamoDbLegacyTokenStore } from '../../../lambdas/adapters/legacy-tokens/dynamodb-legacy-token-store.ts';
import { DynamoDbLegacyTokenSwitch } from '../../../lambdas/adapters/legacy-tokens/dynamodb-legacy-token-switch.ts';
import { DynamoDbPasswordFailures } from '../../../lambdas/adapters/legacy-tokens/dynamodb-password-failures.ts';
import { DynamoDbDueWarnings } from '../../../lambdas/adapters/notices/dynamodb-due-warnings.ts';
import { DynamoDbNoticeLog } from '../../../lambdas/adapters/notices/dynamodb-notice-log.ts';
import { DynamoDbNoticeSettings } from '../../../lambdas/adapters/notices/dynamodb-notice-settings.ts';
import { DynamoDbNoticedKeys } from '../../../lambdas/adapters/notices/dynamodb-noticed-keys.ts';
import { DynamoDbOtpStore } from '../../../lambdas/adapters/one-time-codes/dynamodb-otp-store.ts';
import { DynamoDbMemberStore } from '../../../lambdas/adapters/partners/dynamodb-member-store.ts';
import { DynamoDbPartnerRegistry } from '../../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { DynamoDbPartnerStaff } from '../../../lambdas/adapters/partners/dynamodb-partner-staff.ts';
import { DynamoDbRefusalRecords } from '../../../lambdas/adapters/refusals/dynamodb-refusal-records.ts';
import { DynamoDbSettingsStore } from '../../../lambdas/adapters/settings/dynamodb-settings-store.ts';
import { DynamoDbUsageCounters } from '../../../lambdas/adapters/usage-counting/dynamodb-usage-counters.ts';
import { DynamoDbUsageReader } from '../../../lambdas/adapters/usage-figures/dynamodb-usage-reader.ts';
import { DynamoDbUserStore } from '../../../lambdas/adapters/users/dynamodb-user-store.ts';
import { generateApiKey } from '../../../lambdas/domain/model/api-key.ts';
import { auditEvent } from '../../../lambdas/domain/model/audit-event.ts';

const TABLE = 'records';
const PARTNER = 'demoPA';
const KEY_ID = '000000000000';
const KEY = recordKeys.partner(PARTNER);
const PERIOD = { from: '2026-11-01', to: '2026-11-30' };
const EVENT = auditEvent('partner.suspended', { actor: 'operator', target: null, ip: null, nowMs: 0 });
/** Has the attributes of every kind of record, so that each store can parse it. */
const RECORD: Item = {
  ...KEY,
  id: { S: 'id' },
  at: { S: '2026-11-24T08:00:00.000Z' },
  at_ms: { N: '1' },
  action: { S: 'partner.created' },
  actor: { S: 'operator' },
  active_keys: { N: '1' },
  allowed_ips: { L: [] },
  code: { S: 'ip_not_allowed' },
  reason: { S: 'ip_not_allowed' },
  verified: { BOOL: true },
  created_at: { S: '2026-11-24T08:00:00.000Z' },
  created_by: { S: 'operator' },
  days: { N: '1' },
  email: { S: 'ana@demo.example' },
  expires_at: { N: '1800000000' },
  failures_ms: { L: [] },
  hash: { S: '00' },
  hint: { S: 'hint' },
  key_id: { S: KEY_ID },
  legacy_token_enabled: { BOOL: true },
  generation: { N: '1' },
  identities: { L: [] },
  revision: { N: '1' },
  token_generations: { M: {} },
  name: { S: 'Demo' },
  partner_id: { S: PARTNER },
  past_challenges: { L: [] },
  places_ms: { L: [] },
  request_id: { S: 'request' },
  scopes: { L: [{ S: '*' }] },
  status: { S: 'active' },
  user_id: { S: 'user' },
  ttl: { N: '1800000000' },
  updated_at: { S: '2026-11-24T08:00:00.000Z' },
  version: { N: '1' },
};
const LAST_USE: Item = { ...RECORD, SK: { S: `${KEY_ID}#LAST` }, status: { N: '200' } };

let reads: { readonly command: string; readonly consistent: boolean | undefined }[];
let record: Item;

beforeEach(() => {
  reads = [];
  record = RECORD;
});

/**
 * Answers every read in two parts, so that the second request is recorded, too. Cancels each transaction, after which some
 * stores read why.
 */
function recordingClient(): DynamoDBClient {
  const first = () => reads.length % 2 === 1;
  const send = async (command: unknown) => {
    if (command instanceof GetItemCommand) {
      reads.push({ command: 'GetItem', consistent: command.input.ConsistentRead });
      return { Item: record };
    }
    if (command instanceof QueryCommand) {
      reads.push({ command: 'Query', consistent: command.input.ConsistentRead });
      return { Items: [record], ...(first() && { LastEvaluatedKey: KEY }) };
    }
    if (command instanceof BatchGetItemCommand) {
      const { [TABLE]: request } = command.input.RequestItems ?? {};
      reads.push({ command: 'BatchGetItem', consistent: request?.ConsistentRead });
      // Without their consistency, which has to be requested anew.
      return {
        Responses: { [TABLE]: first() ? [] : [record] },
        UnprocessedKeys: first() ? { [TABLE]: { Keys: request?.Keys } } : {},
      };
    }
    if (command instanceof TransactWriteItemsCommand) {
      const reasons = [{ Code: 'ConditionalCheckFailed' }];
      throw new TransactionCanceledException({ message: '', $metadata: {}, CancellationReasons: reasons });
    }
    throw new Error('Unknown command: handle it here, as a read or as a write.');
  };
  return { send } as unknown as DynamoDBClient;
}

type Asynchronous = (...args: never[]) => Promise<unknown>;
/** Every method of a store: how it is called, or that it only writes. */
type Methods<T> = {
  readonly [M in keyof T as T[M] extends Asynchronous ? M : never]: ((store: T) => Promise<unknown>) | 'writes';
};
interface Store {
  readonly type: { readonly name: string };
  readonly methods: Readonly<Record<string, (() => Promise<unknown>) | 'writes'>>;
}

function store<T extends object>(
  type: { readonly name: string },
  make: (client: DynamoDBClient, table: DynamoDbTable) => T,
  methods: Methods<T>,
): Store {
  const made = () => {
    const client = recordingClient();
    return make(client, new DynamoDbTable(client, TABLE));
  };
  const entries = Object.entries<((store: T) => Promise<unknown>) | 'writes'>(methods);
  return {
    type,
    methods: Object.fromEntries(
      entries.map(([name, call]) => [name, call === 'writes' ? call : async () => call(made())]),
    ),
  };
}

/** A method that is not here fails the type check, a store that is not here the test below. */
const STORES: readonly Store[] = [
  store(DynamoDbTable, (_, table) => table, {
    get: (table) => table.get(KEY),
    batchGet: (table) => table.batchGet([KEY]),
    query: (table) => table.query({}),
    queryAll: (table) => table.queryAll({}),
    transact: 'writes',
    put: 'writes',
    update: 'writes',
    delete: 'writes',
  }),
  store(DynamoDbApiKeyStore, (_, table) => new DynamoDbApiKeyStore(table), {
    list: (keys) => keys.list(PARTNER),
    find: (keys) => keys.find(PARTNER, KEY_ID),
    create: 'writes',
    update: 'writes',
    rotate: 'writes',
    delete: 'writes',
  }),
  store(DynamoDbAuditLog, (_, table) => new DynamoDbAuditLog(table), { list: (log) => log.list(PARTNER, null, 25) }),
  store(DynamoDbCredentialStore, (client) => new DynamoDbCredentialStore(client, TABLE), {
    findApiKey: (credentials) => credentials.findApiKey(PARTNER, KEY_ID),
    findLegacyToken: (credentials) => credentials.findLegacyToken('hash', PARTNER),
    findTokenPartner: (credentials) => credentials.findTokenPartner(PARTNER, 'user'),
  }),
  store(DynamoDbRefusalRecords, (_, table) => new DynamoDbRefusalRecords(table), {
    find: (denials) => denials.find(PARTNER, 'request', 0),
  }),
  store(DynamoDbDueWarnings, (_, table) => new DynamoDbDueWarnings(table), {
    list: (due) => due.list('2026-12-01'),
    finish: 'writes',
  }),
  store(DynamoDbLegacyTokenStore, (client) => new DynamoDbLegacyTokenStore(new DynamoDbTable(client, TABLE)), {
    findPartner: (tokens) => tokens.findPartner(PARTNER),
    issue: 'writes',
  }),
  store(DynamoDbLegacyTokenSwitch, (_, table) => new DynamoDbLegacyTokenSwitch(table), { set: 'writes' }),
  store(DynamoDbNoticeLog, (_, table) => new DynamoDbNoticeLog(table), {
    claim: 'writes',
    release: 'writes',
    finish: 'writes',
  }),
  store(DynamoDbNoticedKeys, (_, table) => new DynamoDbNoticedKeys(table), {
    find: (keys) => keys.find(PARTNER, KEY_ID),
  }),
  store(DynamoDbNoticeSettings, (_, table) => new DynamoDbNoticeSettings(table), {
    find: (settings) => settings.find(PARTNER, 'user'),
    update: 'writes',
  }),
  store(DynamoDbOtpStore, (_, table) => new DynamoDbOtpStore(table), {
    find: (otp) => otp.find('user'),
    save: 'writes',
  }),
  store(DynamoDbMemberStore, (_, table) => new DynamoDbMemberStore(table), {
    list: (members) => members.list(PARTNER),
    find: (members) => members.find(PARTNER, 'user'),
  }),
  store(DynamoDbPartnerRegistry, (client) => new DynamoDbPartnerRegistry(new DynamoDbTable(client, TABLE)), {
    // These read after their transaction was cancelled.
    setPartnerStatus: (registry) => registry.setPartnerStatus(PARTNER, 'suspended', EVENT),
    createApiKey: (registry) => registry.createApiKey({ ...generateApiKey('test', PARTNER), name: 'ERP' }, EVENT),
    revokeApiKey: async (registry) =>
      expect(registry.revokeApiKey(PARTNER, KEY_ID, EVENT)).rejects.toThrow('The key kept changing.'),
    createPartner: 'writes',
  }),
  store(DynamoDbPartnerStaff, (_, table) => new DynamoDbPartnerStaff(table), {
    findUser: (staff) => staff.findUser('user'),
    findPartner: (staff) => staff.findPartner(PARTNER),
  }),
  // Reads nothing but the responses of its conditional updates.
  store(DynamoDbPasswordFailures, (client) => new DynamoDbPasswordFailures(new DynamoDbTable(client, TABLE)), {
    take: 'writes',
    takeIfKnown: 'writes',
    release: 'writes',
    confirm: 'writes',
    remember: 'writes',
  }),
  store(DynamoDbSettingsStore, (_, table) => new DynamoDbSettingsStore(table), { update: 'writes' }),
  store(DynamoDbUsageCounters, (_, table) => new DynamoDbUsageCounters(table), {
    findPartners: (counters) => counters.findPartners([PARTNER]),
    count: 'writes',
    recordLastUse: 'writes',
    recordSeen: 'writes',
    recordRevokedUse: 'writes',
    recordRefusal: 'writes',
    markMeasured: 'writes',
  }),
  store(DynamoDbUserStore, (_, table) => new DynamoDbUserStore(table), {
    partnerExists: (users) => users.partnerExists(PARTNER),
    findUser: (users) => users.findUser('user'),
    findByIdentity: (users) => users.findByIdentity({ issuer: 'https://issuer.example', subject: 'subject' }),
    findByEmail: (users) => users.findByEmail('ana@demo.example'),
    findGenerations: (users) => users.findGenerations(PARTNER),
    add: 'writes',
    link: 'writes',
    remove: 'writes',
    endAccess: 'writes',
  }),
  store(DynamoDbUsageReader, (_, table) => new DynamoDbUsageReader(table), {
    listDays: (usage) => usage.listDays(PARTNER, KEY_ID, PERIOD),
    listIps: (usage) => usage.listIps(PARTNER, KEY_ID, PERIOD),
    findLastUses: (usage) => {
      record = LAST_USE;
      return usage.findLastUses(PARTNER, [KEY_ID]);
    },
  }),
];

/** They read the table's stream, which has no consistent reads. */
const OF_THE_STREAM = ['DynamoDbStreamReader', 'DynamoDbNotifiableEventParser'];

const READS = STORES.flatMap(({ type, methods }) =>
  Object.entries(methods).flatMap(([name, call]) =>
    call === 'writes' ? [] : [[`${type.name}.${name}`, call] as const],
  ),
);

// A stale read would let a removed user into the hub, or a deleted key through. The emulator is always consistent.
it.each(READS)('%s reads strongly consistently', async (_, call) => {
  await call();
  expect(reads.length).toBeGreaterThan(0);
  expect(reads.filter(({ consistent }) => consistent !== true)).toEqual([]);
});

it('no store of the table is left out', async () => {
  const directory = join(import.meta.dirname, '../../../lambdas/adapters');
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const modules = await Promise.all(files.map((name) => import(join(directory, name)) as Promise<object>));
  const stores = modules.flatMap((module) => Object.keys(module)).filter((name) => name.startsWith('DynamoDb'));
  expect(stores.sort()).toEqual([...STORES.map(({ type }) => type.name), ...OF_THE_STREAM].sort());
});
