import type { ServiceName } from '../../../local/servers/proxy-hook.ts';
import type { Flow } from './flow.ts';
import { CHANGES, READS } from './hub-flows.ts';
import { type FaultKind, KINDS } from './kinds.ts';
import { LEGACY } from './legacy-flows.ts';
import { PARTNER_FLOWS } from './partner-flows.ts';
import type { Proxies } from './proxies.ts';
import { RESTRICTIONS } from './restriction-flows.ts';
import { callsOf, type FaultCase } from './run-case.ts';
import type { World } from './world.ts';

/** The services that running functions call again and again; they cache what the others return (cold-cases.ts). */
const SERVICES: readonly ServiceName[] = ['dynamodb', 'cognito', 'ses', 'messaging', 'upstream'];
const FLOWS = [...PARTNER_FLOWS, ...READS, ...CHANGES, ...LEGACY, ...RESTRICTIONS];
const WRITES = new Set(['PutItem', 'UpdateItem', 'TransactWriteItems']);
/** Waiting for timeouts takes long. */
const SLOW_IF_BOUNDED = new Set(['call with a key', 'POST /token', 'create a key with a code']);

/** Returns every fault from every call on, in every flow; if bounded, every fault once in every flow. */
export async function warmCases(world: World, proxies: Proxies, bounded: boolean): Promise<FaultCase[]> {
  const cases: FaultCase[] = [];
  for (const [row, flow] of FLOWS.entries()) {
    const calls = await callsOf(flow, SERVICES, world, proxies);
    for (const [service, made] of calls) {
      for (const [column, kind] of KINDS.entries()) {
        const steps = made.map((_, index) => index + 1);
        const some = bounded ? boundedSteps({ service, kind, flow, made, turn: row + column }) : steps;
        for (const from of some) {
          const spare = service === 'dynamodb' && from > made.length - (flow.spareCalls ?? 0);
          cases.push({ service, kind, flow, from, spare });
        }
      }
    }
  }
  return cases.sort((a, b) => SERVICES.indexOf(a.service) - SERVICES.indexOf(b.service));
}

interface Choice {
  readonly service: ServiceName;
  readonly kind: FaultKind;
  readonly flow: Flow;
  readonly made: readonly string[];
  readonly turn: number;
}

function boundedSteps({ service, kind, flow, made, turn }: Choice): number[] {
  if (made.length === 0) return [];
  switch (kind) {
    case 'slow':
      // The gateway waits 29 seconds for the upstream.
      return service !== 'upstream' && SLOW_IF_BOUNDED.has(flow.name) ? [1] : [];
    case 'lost':
    case 'lost once': {
      const write = made.findIndex((call) => WRITES.has(call));
      return service === 'dynamodb' && write === -1 ? [] : [Math.max(1, write + 1)];
    }
    case 'throttled':
    case 'garbage':
      // Flows alternate between the two, as the turn grows by one from flow to flow and from kind to kind.
      if (service === 'dynamodb' && turn % 2 === (kind === 'garbage' ? 1 : 0)) return [];
      return [1 + (turn % made.length)];
    default:
      return [1 + (turn % made.length)];
  }
}
