import { join } from 'node:path';
import type { Store } from '../../client/embedded-store.ts';
import type { Effort } from '../effort.ts';
import { operationsRows, type Row } from '../goals.ts';
import { inChild } from '../method/in-child.ts';
import { authorizerEvent } from '../store/authorizer-event.ts';
import { functionEnvironment } from '../store/function-environment.ts';
import { keyItem, partnerItem, putItems, storePartnerWithKeys, tokenItem } from '../store/records.ts';
import type { OperationsCase, OperationsInput, OperationsResult } from './operations-child.ts';

interface ExpectedCase extends OperationsCase {
  readonly reads: number;
}

const KEYS = 200;

/** Measures goal 4: the operations on the wire for each kind of call. `authorizer` is the URL of its bundle. */
export async function measureOperations(
  store: Store,
  authorizer: string,
  effort: Pick<Effort, 'callsPerOperationsCase'>,
): Promise<Row[]> {
  const tableName = await store.createTable();
  const cases = await storeCases(store, tableName);
  const results = await inChild<OperationsInput, OperationsResult[]>(
    join(import.meta.dirname, 'operations-child.ts'),
    {
      bundle: authorizer,
      databaseEndpoint: store.endpoint,
      cases,
      callsPerCase: effort.callsPerOperationsCase,
    },
    functionEnvironment(tableName, store.endpoint),
  );
  return results.flatMap(({ name, perCall }, index) =>
    operationsRows(name, perCall, cases[index]?.reads ?? Number.NaN),
  );
}

async function storeCases({ client }: Store, tableName: string): Promise<ExpectedCase[]> {
  const many = await storePartnerWithKeys(client, tableName, 'manyPA', KEYS);
  const suspended = keyItem('suspendedPA');
  const deleted = keyItem('manyPA', 'deleted');
  const unknown = keyItem('manyPA');
  const token = 'legacy-token-of-the-benchmark';
  await putItems(client, tableName, [
    partnerItem('suspendedPA', 'suspended'),
    suspended.item,
    deleted.item,
    tokenItem('manyPA', token),
  ]);
  const withKey = (key: string, partnerId: string | null = 'manyPA') =>
    authorizerEvent({ 'x-api-key': key }, partnerId);
  const bearer = { Authorization: `Bearer ${token}` };
  return [
    { name: 'key', event: withKey(many.key), outcome: 'Allow', reads: 1 },
    { name: 'key on /whoami', event: withKey(many.key, null), outcome: 'Allow', reads: 1 },
    { name: 'deleted key', event: withKey(deleted.stored.key), outcome: 'Unauthorized', reads: 1 },
    { name: 'unknown key', event: withKey(unknown.stored.key), outcome: 'Unauthorized', reads: 1 },
    {
      name: "suspended partner's key",
      event: withKey(suspended.stored.key, 'suspendedPA'),
      outcome: 'Deny',
      reads: 1,
    },
    { name: 'malformed key', event: withKey(`${many.key.slice(0, -6)}000000`), outcome: 'Unauthorized', reads: 0 },
    { name: 'legacy token', event: authorizerEvent(bearer, 'manyPA'), outcome: 'Allow', reads: 1 },
    // The one exception: the path names no partner, so the token has to be read first.
    { name: 'legacy token on /whoami', event: authorizerEvent(bearer, null), outcome: 'Allow', reads: 2 },
  ];
}
