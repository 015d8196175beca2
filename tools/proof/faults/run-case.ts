import type { ServiceName } from '../../../local/servers/proxy-hook.ts';
import { brokenInvariants } from '../records/broken-invariants.ts';
import { readRecords } from '../records/read-records.ts';
import { patiently } from '../run/connection.ts';
import { expectedRefusal } from './expected.ts';
import type { Attempt, Flow } from './flow.ts';
import type { FaultKind } from './kinds.ts';
import type { Proxies } from './proxies.ts';
import type { World } from './world.ts';

export interface FaultCase {
  readonly service: ServiceName;
  readonly kind: FaultKind;
  readonly flow: Flow;
  /** The first call of the service that fails, counted from 1. */
  readonly from: number;
  /** Whether a failure from that call on must not matter to the caller. */
  readonly spare?: boolean;
  /**
   * Leaves the service failing for the next case: otherwise a retry still under way could fetch what that case must not
   * find. Without it, the service responds again and the request is repeated.
   */
  readonly keepFailing?: boolean;
}

export interface CaseResult extends FaultCase {
  /** Status and code; null if the flow did not reach the fault. */
  readonly response: string | null;
  /** Carried out, although it was refused. */
  readonly carriedOut: boolean;
  readonly letThrough: boolean;
  /** A send slot or an attempt stays taken until its window is over. Allowed only if the records themselves failed. */
  readonly slotTaken: boolean;
  /** In sentences. */
  readonly problems: readonly string[];
}

/** Sends one request while the service fails, and checks its response and what it left behind. */
export async function runCase(
  one: FaultCase,
  world: World,
  proxies: Proxies,
  /** Invariants already broken by earlier cases; this case adds its own. */
  known: Set<string>,
): Promise<CaseResult> {
  const { service, kind, flow, from } = one;
  const attempt = await flow.prepare(world);
  const upstream = proxies.of('upstream');
  await upstream.arm(null);
  await proxies.of(service).arm({ kind, from });
  const response = await attempt.send();
  const proxy = proxies.of(service);
  const { met } = one.keepFailing ? proxy.seen : await proxy.disarm();
  const reachedUpstream = service !== 'upstream' && (await upstream.disarm()).calls.length > 0;

  const text = `${response.status} ${response.code}`.trim();
  const success = response.status === flow.success;
  const mayPass = one.spare === true || kind === 'lost once';
  const letThrough = met && !mayPass && (success || reachedUpstream);
  const problems = letThrough ? [`let through${reachedUpstream ? ' to the upstream' : ''}`] : [];
  if (met && !(mayPass && success) && !letThrough && text !== expectedRefusal(service, kind, flow.name)) {
    problems.push(`should have been ${expectedRefusal(service, kind, flow.name)}`);
  }
  if (!met && !success) problems.push('failed before the fault');
  const happened = (await attempt.happened?.()) ?? false;
  const slotTaken = (await attempt.slotTaken?.(response)) ?? false;
  if (slotTaken && service !== 'dynamodb') problems.push('a send slot or attempt was not released');
  problems.push(...((await attempt.leftovers?.(response)) ?? []));
  if (!one.keepFailing) problems.push(...(await sendAgain(attempt, flow, happened)));
  await attempt.finish?.();
  const broken = brokenInvariants(await readRecords(world.target.dynamoDb, world.target.tableName));
  problems.push(...broken.filter((sentence) => !known.has(sentence)));
  for (const sentence of broken) known.add(sentence);
  return {
    ...one,
    response: met ? text : null,
    carriedOut: happened && !success,
    letThrough,
    slotTaken,
    problems,
  };
}

async function sendAgain({ send, statusAfterwards }: Attempt, flow: Flow, happened: boolean): Promise<string[]> {
  const wanted = happened ? (statusAfterwards ?? flow.success) : flow.success;
  const { status, code } = await patiently(send);
  return status === wanted
    ? []
    : [`once the service responded again, the same request got ${status} ${code} instead of ${wanted}`];
}

/** Returns the calls that a flow makes to each service while nothing fails, with functions already running. Throws if the flow fails. */
export async function callsOf(flow: Flow, services: readonly ServiceName[], world: World, proxies: Proxies) {
  const first = await flow.prepare(world);
  await patiently(() => first.send());
  await first.finish?.();
  const attempt = await flow.prepare(world);
  for (const service of services) await proxies.of(service).arm(null);
  const { status, code } = await attempt.send();
  const calls = new Map<ServiceName, readonly string[]>();
  for (const service of services) calls.set(service, (await proxies.of(service).disarm()).calls);
  await attempt.finish?.();
  if (status !== flow.success) throw new Error(`Without a fault, "${flow.name}" got ${status} ${code}.`);
  return calls;
}
