import { expect, it } from '@jest/globals';
import type { OtpAction } from '../../lambdas/domain/one-time-codes/otp-action.ts';
import { hashCode } from '../../lambdas/domain/one-time-codes/otp-code.ts';
import {
  expiryOf,
  NO_OTP_STATE,
  type OtpChallenge,
  type OtpState,
} from '../../lambdas/domain/one-time-codes/otp-state.ts';
import type { HttpResponse } from '../../tools/client/http.ts';
import { PEPPER } from '../support/memory/one-time-codes.ts';
import { problem } from './management-call.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { type Differences, NOW_MS, PARTNER, USER } from './records-of-a-partner.ts';

export interface PresentedCode {
  readonly challenge_id: string;
  readonly code: string;
}

/** Leaves a challenge pending for the user, and returns what the user presents. */
export function pendingChallenge(
  { records }: ManagementPorts,
  action: OtpAction,
  changes: Partial<OtpChallenge> = {},
  state: Partial<OtpState> = {},
): PresentedCode {
  const code = '123456';
  const binding = { id: 'challenge-1', partnerId: PARTNER.partnerId, action };
  const challenge: OtpChallenge = {
    ...binding,
    channel: 'email',
    codeHash: hashCode(PEPPER, code, { ...binding, userId: USER.userId }),
    pepperVersion: 'v1',
    attemptsLeft: 5,
    sentMs: NOW_MS - 1000,
    expiresMs: expiryOf(NOW_MS - 1000),
    ...changes,
  };
  records.otpStates.set(USER.userId, { ...NO_OTP_STATE, version: 1, challenge, ...state });
  return { challenge_id: binding.id, code };
}

interface Refusal {
  readonly expected: object;
  readonly detail?: string;
  readonly challenge?: Partial<OtpChallenge>;
  readonly state?: Partial<OtpState>;
  readonly present?: Partial<PresentedCode>;
  readonly differences?: Differences;
  readonly measured?: object;
}

const invalid = (pointer: string) => ({
  status: 400,
  code: 'invalid_request',
  errors: [{ pointer, detail: expect.any(String) }],
});
const REFUSALS: Readonly<Record<string, Refusal>> = {
  'a code of five digits': { present: { code: '12345' }, expected: invalid('/code') },
  'a suspended partner': {
    differences: { partner: { status: 'suspended' } },
    expected: { status: 403, code: 'partner_suspended' },
  },
  'an unknown challenge': {
    present: { challenge_id: 'challenge-2' },
    expected: { status: 404, code: 'not_found' },
    detail: 'There is no such challenge: ask for a new code.',
  },
  'a challenge of another partner': {
    challenge: { partnerId: 'otherPA' },
    expected: { status: 404, code: 'not_found' },
  },
  'a locked user': {
    state: { lockedUntilMs: NOW_MS + 61_500 },
    expected: { status: 429, code: 'otp_locked', retryAfter: '62' },
    measured: [{ atMs: NOW_MS, values: { CodeLocks: 1 } }],
  },
  'an expired code': { challenge: { expiresMs: NOW_MS }, expected: { status: 410, code: 'otp_expired' } },
  'a code without attempts left': { challenge: { attemptsLeft: 0 }, expected: { status: 410, code: 'otp_expired' } },
  'a used code': {
    state: { challenge: null, pastChallenges: ['challenge-1'] },
    expected: { status: 410, code: 'otp_expired' },
  },
  'a wrong code': {
    present: { code: '000000' },
    expected: { status: 403, code: 'otp_incorrect', attempts_left: 4 },
    detail: 'The code is not right: enter the code of the latest message again.',
  },
  'a wrong code at the last attempt': {
    challenge: { attemptsLeft: 1 },
    present: { code: '000000' },
    expected: { status: 403, code: 'otp_incorrect', attempts_left: 0 },
    detail: 'The code is not right, and no attempts are left: ask for a new one.',
  },
};

/** Every refusal of a presented code, which each route that takes one maps alike; nothing is changed then. */
export function itMapsCodeRefusals(
  action: OtpAction,
  send: (ports: ManagementPorts, presented: PresentedCode) => Promise<HttpResponse>,
): void {
  it.each(Object.entries(REFUSALS))('%s', async (_, refusal) => {
    const ports = managementPorts(refusal.differences);
    const presented = pendingChallenge(ports, action, refusal.challenge, refusal.state);
    await expectRefused(ports, () => send(ports, { ...presented, ...refusal.present }), refusal);
  });

  it('a code that was asked for another purpose', async () => {
    const other: OtpAction =
      action.purpose === 'update_settings'
        ? { purpose: 'create_api_key', key: { name: 'ERP', scopes: ['*'], allowedIps: [], expiresAt: null } }
        : { purpose: 'update_settings', changes: { allowedIps: [] } };
    const ports = managementPorts();
    const presented = pendingChallenge(ports, other);
    await expectRefused(ports, () => send(ports, presented), { expected: invalid('/challenge_id') });
  });
}

async function expectRefused(
  { records, metrics }: ManagementPorts,
  send: () => Promise<HttpResponse>,
  { expected, detail, measured = [] }: Refusal,
): Promise<void> {
  const before = { keys: [...records.keys], partners: [...records.partners] };
  const response = await send();
  expect(problem(response)).toEqual(expected);
  if (detail !== undefined) expect(response.json.detail).toBe(detail);
  expect({ keys: [...records.keys], partners: [...records.partners] }).toEqual(before);
  expect(metrics.measured).toEqual(measured);
}
