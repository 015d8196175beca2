import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbApiKeyStore } from '../../lambdas/adapters/api-keys/dynamodb-api-key-store.ts';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbLegacyTokenSwitch } from '../../lambdas/adapters/legacy-tokens/dynamodb-legacy-token-switch.ts';
import { DynamoDbOtpStore } from '../../lambdas/adapters/one-time-codes/dynamodb-otp-store.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { DynamoDbPartnerStaff } from '../../lambdas/adapters/partners/dynamodb-partner-staff.ts';
import { DynamoDbSettingsStore } from '../../lambdas/adapters/settings/dynamodb-settings-store.ts';
import { DynamoDbUserStore } from '../../lambdas/adapters/users/dynamodb-user-store.ts';
import { type ApiKeyCreationOptions, createApiKey } from '../../lambdas/domain/api-keys/create-api-key.ts';
import {
  type OtpChallengeOptions,
  type RequestOtpChallengeResult,
  requestOtpChallenge,
} from '../../lambdas/domain/code-requests/request-otp-challenge.ts';
import type { WantedAction } from '../../lambdas/domain/code-requests/resolve-action.ts';
import { type Actor, auditEvent } from '../../lambdas/domain/model/audit-event.ts';
import { FULL_ACCESS } from '../../lambdas/domain/model/scopes.ts';
import type { CodeMessage } from '../../lambdas/domain/one-time-codes/otp-message.ts';
import type { Channel } from '../../lambdas/domain/one-time-codes/otp-state.ts';
import type { EmbeddedTable } from './embedded-table.ts';

export type KeyCreation = ReturnType<typeof keyCreation>;

/** The whole way to a key on a real table, with messages and pepper at hand and a clock that stands still. */
export function keyCreation(table: EmbeddedTable, client: DynamoDBClient = table.client) {
  const records = new DynamoDbTable(client, table.tableName);
  const state = {
    nowMs: Date.parse('2026-11-24T08:00:00.000Z'),
    messages: [] as (CodeMessage & { channel: Channel })[],
    reports: [] as unknown[],
    sendFailure: null as Error | null,
    pepper: { value: 'first pepper', version: 'v1' },
    peppers: new Map([['v1', 'first pepper']]),
  };
  const sender = (channel: Channel) => ({
    send: async (message: CodeMessage) => {
      if (state.sendFailure !== null) throw state.sendFailure;
      state.messages.push({ ...message, channel });
    },
  });
  const common = {
    staff: new DynamoDbPartnerStaff(records),
    otp: new DynamoDbOtpStore(records),
    pepper: {
      current: async () => state.pepper,
      ofVersion: async (version: string) => {
        const value = state.peppers.get(version);
        if (value === undefined) throw new Error(`no pepper ${version}`);
        return value;
      },
    },
  };
  const report = (error: unknown) => {
    state.reports.push(error);
  };
  const keys = new DynamoDbApiKeyStore(records);
  return {
    state,
    otp: common.otp,
    keys,
    rotatePepper() {
      const version = `v${state.peppers.size + 1}`;
      state.pepper = { value: `pepper ${version}`, version };
      state.peppers.set(version, state.pepper.value);
    },
    ask(actor: Actor, name = 'ERP', channel: Channel = 'email', more: Partial<OtpChallengeOptions> = {}) {
      const key = { name, scopes: FULL_ACCESS, allowedIps: [] };
      return this.askFor(actor, { purpose: 'create_api_key', key }, channel, more);
    },
    askFor(actor: Actor, wanted: WantedAction, channel: Channel = 'email', more: Partial<OtpChallengeOptions> = {}) {
      const senders = { email: sender('email'), whatsapp: sender('whatsapp') };
      const options = { ...common, keys, senders, report, nowMs: state.nowMs, ...more };
      return requestOtpChallenge(actor, { wanted, channel }, options);
    },
    create(actor: Actor, challengeId: string, code: string, more: Partial<ApiKeyCreationOptions> = {}) {
      return createApiKey(actor, { challengeId, code }, { ...this.options(), ...more });
    },
    /** What changes of keys, settings and legacy tokens take. */
    options() {
      const settings = new DynamoDbSettingsStore(records);
      const legacyToken = new DynamoDbLegacyTokenSwitch(records);
      return { ...common, keys, settings, legacyToken, environment: 'test' as const, nowMs: state.nowMs };
    },
    /** A challenge that was sent, with its code and one that is wrong. */
    async sent(actor: Actor, name = 'ERP') {
      return this.presented(await this.ask(actor, name));
    },
    async sentFor(actor: Actor, wanted: WantedAction) {
      return this.presented(await this.askFor(actor, wanted));
    },
    presented(result: RequestOtpChallengeResult) {
      if (result.outcome !== 'sent') throw new Error(`The code was not sent: ${result.outcome}.`);
      const code = state.messages.at(-1)?.code ?? '';
      return { id: result.challenge.id, code, wrong: code === '000000' ? '000001' : '000000' };
    },
  };
}

let count = 0;

/** A partner with one user of its own. */
export async function newActor(table: EmbeddedTable, phone: string | null = null): Promise<Actor> {
  const partnerId = `staff${++count}PA`;
  const actor = { userId: `user-${count}`, email: `user${count}@example.com`, partnerId, ip: '203.0.113.9' };
  const registry = new DynamoDbPartnerRegistry(new DynamoDbTable(table.client, table.tableName));
  const about = { actor: 'operator', target: null, ip: null, nowMs: Date.now() };
  const partner = { partnerId, name: 'A partner', legacyTokenEnabled: true };
  await registry.createPartner(partner, auditEvent('partner.created', about));
  await addUser(table, actor, phone);
  return actor;
}

/** Another user of the same partner. */
export async function colleagueOf(table: EmbeddedTable, { partnerId }: Actor): Promise<Actor> {
  count++;
  const actor = { userId: `user-${count}`, email: `user${count}@example.com`, partnerId, ip: null };
  await addUser(table, actor, null);
  return actor;
}

async function addUser(table: EmbeddedTable, { partnerId, userId, email }: Actor, phone: string | null) {
  const users = new DynamoDbUserStore(new DynamoDbTable(table.client, table.tableName));
  const event = auditEvent('user.added', { actor: 'operator', target: email, ip: null, nowMs: Date.now() });
  await users.add({ partnerId, userId, email, phone, role: 'owner', identity: null }, event);
}

/** What is stored of a partner. */
export async function storedOf(table: EmbeddedTable, { partnerId, userId }: Actor) {
  const items = await table.items();
  const own = items.filter(({ PK }) => PK?.S === `PARTNER#${partnerId}`);
  const keys = own.filter(({ SK }) => SK?.S?.startsWith('KEY#'));
  return {
    partner: own.find(({ SK }) => SK?.S === 'PARTNER'),
    keys,
    activeKeys: keys.filter(({ status }) => status?.S === 'active'),
    otp: items.find(({ PK, SK }) => PK?.S === `USER#${userId}` && SK?.S === 'OTP'),
    events: own
      .filter(({ SK }) => SK?.S?.startsWith('AUDIT#'))
      .map(({ action, actor, target, ip }) => ({ action: action?.S, actor: actor?.S, target: target?.S, ip: ip?.S })),
  };
}
