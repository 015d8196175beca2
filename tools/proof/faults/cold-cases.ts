import { CHALLENGE_BY_EMAIL, CHALLENGE_BY_WHATSAPP, CREATE, DELETE, READS, RENAME, SESSION } from './hub-flows.ts';
import type { FaultKind } from './kinds.ts';
import { TURN_LEGACY_OFF, TURN_LEGACY_ON } from './legacy-flows.ts';
import type { FaultCase } from './run-case.ts';

/**
 * Returns the cases for a run that has just started: a function fetches secrets and keys once in its life, so the order of
 * the cases decides which of them a fault meets.
 */
export function coldCases(kind: FaultKind, bounded: boolean): FaultCase[] {
  const one = { kind, from: 1 };
  // A timeout looks the same in every flow.
  const more =
    bounded || kind === 'slow' ? [] : [...READS.slice(1), RENAME, DELETE, TURN_LEGACY_OFF, CHALLENGE_BY_EMAIL];
  const first = [SESSION, ...more].map((flow) => ({ ...one, flow, keepFailing: true }));
  const cases: FaultCase[] = [
    // The secret of the origin header, which the authorizer has not read yet.
    ...first.map((rest) => ({ ...rest, service: 'secrets-manager' as const })),
    ...first.map((rest) => ({ ...rest, service: 'key-set' as const })),
    { ...one, service: 'key-set', flow: SESSION },
    // The authorizer has everything by now. The pepper is left, in three functions, and the key of the Messaging API.
    { ...one, service: 'secrets-manager', flow: CHALLENGE_BY_EMAIL },
    { ...one, service: 'secrets-manager', flow: CREATE },
    { ...one, service: 'secrets-manager', flow: TURN_LEGACY_ON },
    { ...one, service: 'secrets-manager', flow: CHALLENGE_BY_WHATSAPP },
  ];
  if (kind !== 'lost once') return cases;
  // The retry makes up for one lost response; after it, neither secret nor keys are fetched again.
  return cases.filter(
    ({ flow, service, keepFailing }) => service === 'secrets-manager' && (flow === SESSION) === (keepFailing === true),
  );
}
