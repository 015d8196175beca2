import { join } from 'node:path';
import type { BundleVariants } from '../bundles/build-variants.ts';
import type { Effort } from '../effort.ts';
import { atMost, type Row, timing } from '../goals.ts';
import type { Comparison, VariantResult } from '../method/compare.ts';
import { inChild } from '../method/in-child.ts';
import { authorizerEvent } from '../store/authorizer-event.ts';
import { functionEnvironment } from '../store/function-environment.ts';
import { keyItem, partnerItem } from '../store/records.ts';
import type { OwnCodeInput } from './own-code-child.ts';

const TABLE = 'records';
/** Nothing listens here: no call of this measurement may reach a database. */
const NOWHERE = 'http://127.0.0.1:1';

/** Measures goal 3: middleware, parsing, hashing, comparing and the policy, with an SDK that responds at once. */
export async function measureOwnCode(
  bundles: BundleVariants,
  effort: Effort,
): Promise<{ comparison: Comparison; rows: Row[] }> {
  const { item, stored } = keyItem('activePA');
  const wrongKey = stored.key.slice(0, -1) + (stored.key.endsWith('0') ? '1' : '0');
  const comparison = await inChild<OwnCodeInput, Comparison>(
    join(import.meta.dirname, 'own-code-child.ts'),
    {
      bundle: bundles.ownCode,
      tableName: TABLE,
      items: [item, partnerItem('activePA')],
      allowed: authorizerEvent({ 'x-api-key': stored.key }, 'activePA'),
      malformed: authorizerEvent({ 'x-api-key': wrongKey }, 'activePA'),
      callsPerBlock: effort.ownCodeCallsPerBlock,
      options: { rounds: effort.rounds, attempts: effort.attempts },
    },
    functionEnvironment(TABLE, NOWHERE),
  );
  const [own, malformed] = comparison.variants as [VariantResult, VariantResult];
  const { valid } = comparison;
  return {
    comparison,
    rows: [
      timing({ goal: 3, what: 'own code, hot', unit: 'µs', value: own.p50 }, atMost(5, 10), valid),
      timing({ goal: 3, what: 'malformed key, refused', unit: 'µs', value: malformed.p50 }, atMost(20, 40), valid),
    ],
  };
}
