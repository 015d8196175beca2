import type { ServiceName } from '../../../local/between.ts';
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
  /** The service's first call that fails, counted from 1. */
  readonly from: number;
  /** Whether a failure from that call on must not matter to the caller. */
  readonly spare?: boolean;
  /**
   * The service is left failing, for the next case: a repetition that was still under way could else fetch what that one is
   * to miss. Without it, the service answers again and the request is sent once more.
   */
  readonly keepFailing?: boolean;
}

export interface CaseResult extends FaultCase {
  /** Status and code; null: the flow did not get as far as the fault. */
  readonly answer: string | null;
  /** Carried out, although it was refused. */
  readonly doneThoughRefused: boolean;
  readonly letThrough: boolean;
  /** A place or a try stays taken until its window is over. Allowed only where the records themselves failed. */
  readonly keptPlace: boolean;
  /** In sentences. */
  readonly problems: readonly string[];
}

/** Sends one request while the service fails, and looks at what was answered and what it left behind. */
export async function runCase(
  one: FaultCase,
  world: World,
  proxies: Proxies,
  /** Invariants that were broken by a case before; those of this one are added. */
  known: Set<string>,
): Promise<CaseResult> {
  const { service, kind, flow, from } = one;
  const attempt = await flow.prepare(world);
  const upstream = proxies.of('upstream');
  await upstream.arm(null);
  await proxies.of(service).arm({ kind, from });
  const answer = await attempt.send();
  const proxy = proxies.of(service);
  const { met } = one.keepFailing ? proxy.seen : await proxy.disarm();
  const reachedUpstream = service !== 'upstream' && (await upstream.disarm()).calls.length > 0;

  const text = `${answer.status} ${answer.code}`.trim();
  const success = answer.status === flow.success;
  const mayPass = one.spare === true || kind === 'lost once';
  const letThrough = met && !mayPass && (success || reachedUpstream);
  const problems = letThrough ? [`let through${reachedUpstream ? ' to the upstream' : ''}`] : [];
  if (met && !(mayPass && success) && !letThrough && text !== expectedRefusal(service, kind, flow.name)) {
    problems.push(`was to answer ${expectedRefusal(service, kind, flow.name)}`);
  }
  if (!met && !success) problems.push('failed before the fault');
  const happened = (await attempt.happened?.()) ?? false;
  const keptPlace = (await attempt.keptPlace?.(answer)) ?? false;
  if (keptPlace && service !== 'dynamodb') problems.push('a place was not given back');
  problems.push(...((await attempt.leftovers?.(answer)) ?? []));
  if (!one.keepFailing) problems.push(...(await sendAgain(attempt, flow, happened)));
  await attempt.finish?.();
  const broken = brokenInvariants(await readRecords(world.target.dynamoDb, world.target.tableName));
  problems.push(...broken.filter((sentence) => !known.has(sentence)));
  for (const sentence of broken) known.add(sentence);
  return {
    ...one,
    answer: met ? text : null,
    doneThoughRefused: happened && !success,
    letThrough,
    keptPlace,
    problems,
  };
}

async function sendAgain({ send, statusAfterwards }: Attempt, flow: Flow, happened: boolean): Promise<string[]> {
  const wanted = happened ? (statusAfterwards ?? flow.success) : flow.success;
  const { status, code } = await patiently(send);
  return status === wanted
    ? []
    : [`once the service answered again, the same request got ${status} ${code} and not ${wanted}`];
}

/** The calls that a flow makes to each service while nothing fails, by functions that run already. Throws if it does not succeed. */
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
  if (status !== flow.success) throw new Error(`Without a fault, "${flow.name}" answered ${status} ${code}.`);
  return calls;
}
