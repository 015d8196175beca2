import { describe, expect, test } from '@jest/globals';
import { localProblem, type ProblemCode } from '../../../dashboard/api/problem.ts';
import { findLostKey } from '../../../dashboard/new-key/lost-key.ts';
import { advance, BEGINNING, type Progress, type ProgressEvent } from '../../../dashboard/step-up/progress.ts';
import type { SentCode } from '../../../dashboard/step-up/sent-code.ts';
import { apiKey } from './api-key.ts';

const SENT: SentCode = {
  challengeId: 'c1',
  channel: 'email',
  destination: 'o•••@x.example',
  resendAt: 1,
  expiresAt: 2,
};
const KEY = { ...apiKey({ name: 'New' }), key: 'dpa_test_the-key' };

function resultOf(...events: readonly ProgressEvent[]): Progress {
  return events.reduce(advance, BEGINNING);
}
const refused = (code: ProblemCode, attemptsLeft: number | null = null): ProgressEvent => ({
  type: 'refused',
  problem: { ...localProblem(code), attemptsLeft },
});
const sent: ProgressEvent = { type: 'code_sent', sent: SENT };

describe('the way over a code', () => {
  test('goes from the form to the code to the key', () => {
    expect(BEGINNING.stage).toEqual({ at: 'form' });
    expect(resultOf({ type: 'waiting' }).busy).toBe(true);
    expect(resultOf({ type: 'waiting' }, sent)).toEqual({
      stage: { at: 'code', sent: SENT, spent: false },
      problem: null,
      busy: false,
    });
    expect(resultOf(sent, { type: 'waiting' }, { type: 'created', key: KEY })).toEqual({
      stage: { at: 'key', key: KEY },
      problem: null,
      busy: false,
    });
  });

  test('stays at the form when no code could be sent', () => {
    expect(resultOf({ type: 'waiting' }, refused('otp_rate_limited'))).toMatchObject({
      stage: { at: 'form' },
      problem: { code: 'otp_rate_limited' },
      busy: false,
    });
  });

  test.each([
    ['otp_incorrect', 4, false],
    ['otp_incorrect', 0, true],
    ['otp_expired', null, true],
    ['otp_locked', null, true],
    ['rotated_already', null, true],
    ['not_found', null, true],
    ['invalid_request', null, false],
    ['key_limit_reached', null, false],
    ['partner_suspended', null, false],
    ['no_response', null, false],
    ['temporarily_unavailable', null, false],
  ] as const)('after %s with %p attempts left has a code that is spent: %p', (code, attemptsLeft, spent) => {
    expect(resultOf(sent, refused(code, attemptsLeft)).stage).toEqual({ at: 'code', sent: SENT, spent });
  });

  test('has a spent code when it was asked for another change', () => {
    const problem = { ...localProblem('invalid_request'), errors: [{ pointer: '/challenge_id', detail: 'Another.' }] };

    expect(resultOf(sent, { type: 'refused', problem }).stage).toMatchObject({ spent: true });
  });

  test('keeps a spent code spent, whatever else fails, until a new one is sent', () => {
    const spent = [sent, refused('otp_expired'), refused('otp_dispatch_failed')];

    expect(resultOf(...spent).stage).toMatchObject({ spent: true });
    expect(resultOf(...spent, sent).stage).toMatchObject({ spent: false });
  });

  test('comes back from not knowing to the code, or to the key that was lost', () => {
    const unknown = [sent, { type: 'fate_unknown', problem: localProblem('no_response') }] as const;

    expect(resultOf(...unknown)).toMatchObject({ stage: { at: 'unknown' }, problem: { code: 'no_response' } });
    expect(resultOf(...unknown, refused('no_response')).stage).toEqual({ at: 'code', sent: SENT, spent: false });
    expect(resultOf(...unknown, { type: 'found_lost', key: KEY }).stage).toMatchObject({ at: 'lost' });
  });

  test('forgets the key when it starts again', () => {
    expect(JSON.stringify(resultOf(sent, { type: 'created', key: KEY }, { type: 'restarted' }))).not.toContain(KEY.key);
  });
});

describe('a key whose answer was lost', () => {
  const known = new Set(['known0000001']);

  test('is the one of that name and user that was not there before', () => {
    const lost = apiKey({ id: 'lost00000001', name: 'ERP', created_by: 'a@x.example' });
    const others = [
      apiKey({ id: 'known0000001', name: 'ERP', created_by: 'a@x.example' }),
      apiKey({ id: 'other0000001', name: 'CRM', created_by: 'a@x.example' }),
      apiKey({ id: 'other0000002', name: 'ERP', created_by: 'b@x.example' }),
    ];

    expect(findLostKey([...others, lost], known, 'ERP', 'a@x.example')).toBe(lost);
    expect(findLostKey(others, known, 'ERP', 'a@x.example')).toBeNull();
  });
});
