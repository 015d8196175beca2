import { join } from 'node:path';
import type { BundleVariants } from '../bundles/build-variants.ts';
import type { Effort } from '../effort.ts';
import { atLeast, information, notMeasured, type Row, timing } from '../goals.ts';
import { inChild } from '../method/in-child.ts';
import { functionEnvironment } from '../store/function-environment.ts';
import type { PeerInput, PeerResult } from './peer-child.ts';

const GOAL = { goal: 5, what: "CPU of better-auth's api-key plugin", unit: 'times ours' };
const LIMIT = atLeast(40, 25);

/** Measures goal 5 with the peer installed in `directory`; null does not measure it. */
export async function measurePeer(
  bundles: BundleVariants,
  directory: string | null,
  { rounds, attempts }: Effort,
): Promise<{ comparison: PeerResult | null; rows: Row[] }> {
  if (directory === null) {
    return {
      comparison: null,
      rows: [notMeasured(GOAL, LIMIT, 'pass the directory where it is installed: --peer <directory>')],
    };
  }
  const result = await inChild<PeerInput, PeerResult>(
    join(import.meta.dirname, 'peer-child.ts'),
    { directory, ownCode: bundles.ownCode, options: { rounds, attempts } },
    functionEnvironment('records', 'http://127.0.0.1:1'),
  );
  const [ours, theirs] = result.comparison.variants;
  const number = (value: number | undefined) => value ?? Number.NaN;
  return {
    comparison: result,
    rows: [
      timing({ ...GOAL, value: number(theirs?.cpuRatio) }, LIMIT, result.comparison.valid),
      information({ goal: 5, what: 'CPU of its verification', unit: 'µs', value: number(theirs?.cpu) }),
      information({ goal: 5, what: 'CPU of ours on such a store', unit: 'µs', value: number(ours?.cpu) }),
      information({
        goal: 5,
        what: 'calls to its store per verification',
        unit: 'calls',
        value: result.operations.length,
        note: result.operations.join(', '),
      }),
    ],
  };
}
