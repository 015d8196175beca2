import { join } from 'node:path';
import { recordKeys } from '../../../lambdas/adapters/dynamodb/record-keys.ts';
import type { Store } from '../../client/embedded-store.ts';
import type { BundleVariants } from '../bundles/build-variants.ts';
import type { Effort } from '../effort.ts';
import { atMost, information, type Row, timing } from '../goals.ts';
import type { Comparison, VariantResult } from '../method/compare.ts';
import { inChild } from '../method/in-child.ts';
import { authorizerEvent } from '../store/authorizer-event.ts';
import { functionEnvironment } from '../store/function-environment.ts';
import { keyItem, partnerItem, putItems } from '../store/records.ts';
import type { Caller, CompareInput } from './compare-child.ts';

const CHILD = join(import.meta.dirname, 'compare-child.ts');
const ALLOWED = 'authorizer, allowed';
const REFUSED = 'authorizer, refused with one log line';

/** Measures goals 1 and 2: the built authorizer compared with a bare BatchGetItem of the same two items. */
export async function measureWarm(
  store: Store,
  bundles: BundleVariants,
  effort: Effort,
): Promise<{ comparison: Comparison; rows: Row[] }> {
  const tableName = await store.createTable();
  const active = keyItem('activePA');
  const suspended = keyItem('suspendedPA');
  await putItems(store.client, tableName, [
    partnerItem('activePA'),
    partnerItem('suspendedPA', 'suspended'),
    active.item,
    suspended.item,
  ]);
  const { partnerId, keyId, key } = active.stored;
  const authorizer = { kind: 'authorizer', bundle: bundles.authorizer, tableName } as const;
  const others: Caller[] = [
    { ...authorizer, name: ALLOWED, event: authorizerEvent({ 'x-api-key': key }, partnerId), effect: 'Allow' },
    {
      ...authorizer,
      name: REFUSED,
      event: authorizerEvent({ 'x-api-key': suspended.stored.key }, 'suspendedPA'),
      effect: 'Deny',
    },
  ];
  const comparison = await inChild<CompareInput, Comparison>(
    CHILD,
    {
      baseline: {
        kind: 'bare',
        name: 'bare SDK call',
        bundle: bundles.bareCall,
        tableName,
        keys: [recordKeys.apiKey(partnerId, keyId), recordKeys.partner(partnerId)],
      },
      others,
      callsPerBlock: effort.callsPerBlock,
      warmUpCalls: effort.warmUpCalls,
      options: { rounds: effort.rounds, attempts: effort.attempts },
    },
    functionEnvironment(tableName, store.endpoint),
  );
  return { comparison, rows: rowsOf(comparison) };
}

function rowsOf({ valid, variants }: Comparison): Row[] {
  const find = (name: string) => variants.find((variant) => variant.name === name) as VariantResult;
  const [bare, allowed, refused] = [find('bare SDK call'), find(ALLOWED), find(REFUSED)];
  const ratio = { goal: 1, unit: 'of bare SDK call' };
  return [
    timing({ ...ratio, what: 'p50, allowed', value: allowed.ratio }, atMost(1, 1.03), valid),
    timing({ ...ratio, what: 'p50, refused with one log line', value: refused.ratio }, atMost(1.06, 1.08), valid),
    timing({ ...ratio, goal: 2, what: 'CPU per call, allowed', value: allowed.cpuRatio }, atMost(1, 1.05), valid),
    information({ ...ratio, goal: 2, what: 'CPU per call, refused', value: refused.cpuRatio }),
    information({ goal: 1, unit: 'µs', what: 'p50 of the bare SDK call', value: bare.p50 }),
    information({ goal: 2, unit: 'µs', what: 'CPU of the bare SDK call', value: bare.cpu }),
  ];
}
