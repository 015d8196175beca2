import { join } from 'node:path';
import type { Store } from '../../client/embedded-store.ts';
import type { BundleVariants } from '../bundles/build-variants.ts';
import type { Effort } from '../effort.ts';
import { atMost, type Row, timing } from '../goals.ts';
import type { Comparison } from '../method/compare.ts';
import { inChild } from '../method/in-child.ts';
import { authorizerEvent } from '../store/authorizer-event.ts';
import { functionEnvironment } from '../store/function-environment.ts';
import { storePartnerWithKeys } from '../store/records.ts';
import type { Caller, CompareInput } from './compare-child.ts';

const PARTNER = 'activePA';

/** Measures the time of goal 4: a partner with few keys compared with one with many, each in its own table. */
export async function measureKeyCounts(
  store: Store,
  bundles: BundleVariants,
  effort: Effort,
): Promise<{ comparison: Comparison; rows: Row[] }> {
  const callers: Caller[] = [];
  for (const keyCount of effort.keyCounts) {
    const tableName = await store.createTable();
    const { key } = await storePartnerWithKeys(store.client, tableName, PARTNER, keyCount);
    const event = authorizerEvent({ 'x-api-key': key }, PARTNER);
    const name = `${keyCount} keys`;
    callers.push({ kind: 'authorizer', name, bundle: bundles.authorizer, tableName, event, effect: 'Allow' });
  }
  const [baseline, ...others] = callers as [Caller, ...Caller[]];
  const comparison = await inChild<CompareInput, Comparison>(
    join(import.meta.dirname, 'compare-child.ts'),
    {
      baseline,
      others,
      callsPerBlock: effort.callsPerBlock,
      warmUpCalls: effort.warmUpCalls,
      options: { rounds: effort.rounds, attempts: effort.attempts },
    },
    functionEnvironment(baseline.tableName, store.endpoint),
  );
  const rows = comparison.variants.slice(1).map(({ name, ratio }) =>
    // The goal names one bound; beyond it is "any other", which fails.
    timing(
      { goal: 4, what: `p50, ${name}`, unit: `of ${baseline.name}`, value: ratio },
      atMost(1.05, 1.05),
      comparison.valid,
    ),
  );
  return { comparison, rows };
}
