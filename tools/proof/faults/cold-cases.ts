import {
  CHALLENGE_BY_EMAIL,
  CHALLENGE_BY_WHATSAPP,
  CREATE,
  DELETE,
  READS,
  RENAME,
  SESSION,
  SWITCH,
} from './hub-flows.ts';
import type { FaultKind } from './kinds.ts';
import type { FaultCase } from './run-case.ts';

/**
 * For a run that was started just now: secrets and keys are asked for once in the life of a function, so that the order of
 * the cases decides which of them a fault meets.
 */
export function coldCases(kind: FaultKind, bounded: boolean): FaultCase[] {
  const one = { kind, from: 1 };
  // Time-outs are the same for every flow that waits for them.
  const more = bounded || kind === 'slow' ? [] : [...READS.slice(1), RENAME, DELETE, SWITCH, CHALLENGE_BY_EMAIL];
  const first = [SESSION, ...more].map((flow) => ({ ...one, flow, keepFailing: true }));
  const cases: FaultCase[] = [
    // The secret that proves the way through the hub, which the authorizer has not read yet.
    ...first.map((rest) => ({ ...rest, service: 'secrets-manager' as const })),
    ...first.map((rest) => ({ ...rest, service: 'key-set' as const })),
    { ...one, service: 'key-set', flow: SESSION },
    // The authorizer has all that it needs. Now the pepper, in two functions, and the key of the Messaging API.
    { ...one, service: 'secrets-manager', flow: CHALLENGE_BY_EMAIL },
    { ...one, service: 'secrets-manager', flow: CREATE },
    { ...one, service: 'secrets-manager', flow: CHALLENGE_BY_WHATSAPP },
  ];
  if (kind !== 'lost once') return cases;
  // One lost answer is made good by the repetition, after which neither secret nor keys are asked for any more.
  return cases.filter(
    ({ flow, service, keepFailing }) => service === 'secrets-manager' && (flow === SESSION) === (keepFailing === true),
  );
}
