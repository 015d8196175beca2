import { describe, expect, it } from '@jest/globals';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { MAX_ACTIVE_KEYS } from '../../lambdas/domain/model/records.ts';
import { NO_OTP_STATE, type OtpState } from '../../lambdas/domain/one-time-codes/otp-state.ts';
import { createOtpChallengesHandler } from '../../lambdas/handlers/otp-challenges.ts';
import { itRefusesBadBodies } from './bad-bodies.ts';
import { managementCall, problem } from './management-call.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { DAY, type Differences, KEY, NOW, NOW_MS, USER } from './records-of-a-partner.ts';

const { lines, logged } = observeFunctions();
const CREATE = { purpose: 'create_api_key', api_key: { name: 'Shop' } };
const UPDATE = { purpose: 'update_api_key', api_key_id: KEY.keyId, changes: { scopes: ['*'] } };
const ROTATE = { purpose: 'rotate_api_key', api_key_id: KEY.keyId, grace_seconds: 60 };
const SETTINGS = { purpose: 'update_settings', changes: { allowed_ips: [] } };
const LEGACY_TOKEN = { purpose: 'update_legacy_token', changes: { enabled: true } };
const LATER = '2026-12-03T10:00:00Z';

const ask = (ports: ManagementPorts, body: unknown) =>
  managementCall(createOtpChallengesHandler(ports), { method: 'POST', route: '/otp-challenges', body });

describe('POST /otp-challenges refuses', () => {
  itRefusesBadBodies((body) => ask(managementPorts(), body));

  it.each<[string, object, string]>([
    ['no purpose', {}, '/purpose'],
    ['an unknown purpose', { ...CREATE, purpose: 'delete_api_key' }, '/purpose'],
    ['no key', { purpose: 'create_api_key' }, '/api_key'],
    ['no name', { ...CREATE, api_key: {} }, '/api_key/name'],
    ['a name that is a host name', { ...CREATE, api_key: { name: 'evil.example' } }, '/api_key/name'],
    ['an unknown channel', { ...CREATE, channel: 'sms' }, '/channel'],
    ['an unknown field', { ...CREATE, note: 1 }, '/note'],
    ['an unknown field whose name may be anything, and is not repeated', { ...CREATE, 'a/b~c': 1 }, ''],
    ['no changes', { ...UPDATE, changes: {} }, '/changes'],
    ['a grace period of more than a week', { ...ROTATE, grace_seconds: 604_801 }, '/grace_seconds'],
    ['no changes of the settings', { ...SETTINGS, changes: {} }, '/changes'],
    ['no position of legacy tokens', { ...LEGACY_TOKEN, changes: {} }, '/changes/enabled'],
    [
      'an end of now',
      { ...LEGACY_TOKEN, changes: { enabled: true, off_at: '2026-12-01T10:00:00Z' } },
      '/changes/off_at',
    ],
    ['an end of what is off', { ...LEGACY_TOKEN, changes: { enabled: false, off_at: LATER } }, '/changes/off_at'],
  ])('%s', async (_, body, pointer) => {
    expect(problem(await ask(managementPorts(), body))).toEqual({
      status: 400,
      code: 'invalid_request',
      errors: [{ pointer, detail: expect.any(String) }],
    });
  });

  it('a phone that is not there', async () => {
    const response = await ask(managementPorts({ user: { phone: null } }), { ...CREATE, channel: 'whatsapp' });
    expect(problem(response)).toEqual({
      status: 400,
      code: 'invalid_request',
      errors: [{ pointer: '/channel', detail: 'No phone number on file. Use e-mail instead.' }],
    });
  });

  it.each(['email', 'whatsapp'] as const)('the channel %s where it is not set up', async (channel) => {
    const ports = managementPorts();
    const senders = { ...ports.senders, [channel]: null };
    const handler = createOtpChallengesHandler({ ...ports, senders });
    const body = { ...CREATE, channel };
    expect(problem(await managementCall(handler, { method: 'POST', route: '/otp-challenges', body }))).toEqual({
      status: 400,
      code: 'invalid_request',
      errors: [{ pointer: '/channel', detail: 'This channel is not set up here: use another one.' }],
    });
  });

  it.each<[string, object, string]>([
    ['a new key', { ...CREATE, api_key: { name: 'Shop', expires_at: LATER } }, '/api_key/expires_at'],
    ['a changed key', { ...UPDATE, changes: { expires_at: LATER } }, '/changes/expires_at'],
  ])('an expiry of %s beyond the maximum', async (_, body, pointer) => {
    expect(problem(await ask(managementPorts({ partner: { maxKeyLifetimeDays: 1 } }), body))).toEqual({
      status: 400,
      code: 'invalid_request',
      errors: [{ pointer, detail: 'Keys of this partner live at most 1 day from now: choose an earlier end.' }],
    });
  });

  it.each<[string, Differences, object, object]>([
    ['a suspended partner', { partner: { status: 'suspended' } }, CREATE, { status: 403, code: 'partner_suspended' }],
    [
      'one key more than a partner may have',
      { partner: { activeKeys: MAX_ACTIVE_KEYS } },
      CREATE,
      { status: 409, code: 'key_limit_reached' },
    ],
    ['to change a deleted key', { key: { status: 'deleted' } }, UPDATE, { status: 404, code: 'not_found' }],
    ['to rotate a deleted key', { key: { status: 'deleted' } }, ROTATE, { status: 404, code: 'not_found' }],
    [
      'to rotate a key that has a successor',
      { key: { rotatedTo: 'BBBBBBBBBBBB' } },
      ROTATE,
      { status: 409, code: 'rotated_already' },
    ],
    [
      'to extend a key that has a successor',
      { key: { rotatedTo: 'BBBBBBBBBBBB', expiresAt: NOW + DAY } },
      { ...UPDATE, changes: { expires_at: LATER } },
      { status: 409, code: 'rotated_already' },
    ],
  ])('%s', async (_, differences, body, expected) => {
    const ports = managementPorts(differences);
    expect(problem(await ask(ports, body))).toEqual(expected);
    expect(ports.senders.email.sent).toEqual([]);
    expect(ports.metrics.measured).toEqual([]);
  });

  const codeByEmail = (passwordResetAt: number, phone: string | null = '+4930901820000') =>
    managementPorts({ user: { passwordResetAt, phone } });

  it.each([0, -1, -3599, 60])('a code by e-mail %d seconds from a password reset', async (seconds) => {
    const ports = codeByEmail(NOW + seconds);
    const response = await ask(ports, CREATE);
    expect(problem(response)).toEqual({
      status: 403,
      code: 'password_reset_recently',
      retryAfter: String(seconds + 3600),
    });
    expect(ports.senders.email.sent).toEqual([]);
    expect(ports.records.otpState(USER.userId)).toEqual(NO_OTP_STATE);
  });

  it.each([
    ['with a phone: there is WhatsApp', '+4930901820000', 'ask for one by WhatsApp, or wait.'],
    ['without a phone', null, 'wait until then.'],
  ])('a code by e-mail right after a password reset %s', async (_, phone, advice) => {
    const { json } = await ask(codeByEmail(NOW - 1800, phone), CREATE);
    const until = '01 Dec 2026, 10:30:00 UTC';
    expect(json.detail).toBe(`No codes are sent by e-mail until ${until}, an hour after the password reset: ${advice}`);
  });

  const places = [1, 2, 3, 4, 5].map((minute) => NOW_MS - minute * 60_000);
  it.each<[string, Partial<OtpState>, object, object[]]>([
    [
      'a locked user',
      { lockedUntilMs: NOW_MS + 1 },
      { status: 429, code: 'otp_locked', retryAfter: '1' },
      [{ atMs: NOW_MS, values: { CodeLocks: 1 } }],
    ],
    [
      'a sixth code in 15 minutes',
      { sendsMs: places },
      { status: 429, code: 'otp_rate_limited', retryAfter: '600' },
      [],
    ],
  ])('%s', async (_, state, expected, measured) => {
    const ports = managementPorts();
    ports.records.otpStates.set(USER.userId, { ...NO_OTP_STATE, version: 1, ...state });
    expect(problem(await ask(ports, CREATE))).toEqual(expected);
    expect(ports.metrics.measured).toEqual(measured);
  });

  it('a second code within 30 seconds', async () => {
    const ports = managementPorts();
    await ask(ports, CREATE);
    expect(problem(await ask(ports, CREATE))).toEqual({ status: 429, code: 'otp_rate_limited', retryAfter: '30' });
  });

  it('with 502 when the message was not accepted, without its text, and measures it', async () => {
    const ports = managementPorts();
    ports.senders.email.failure = new DependencyError('ses', 'SES failed: MessageRejected.');
    const response = await ask(ports, CREATE);
    expect(problem(response)).toEqual({ status: 502, code: 'otp_dispatch_failed' });
    expect(response.body).not.toContain('SES');
    expect(ports.metrics.measured).toEqual([{ atMs: NOW_MS, values: { CodesNotSent: 1 } }]);
    expect(logged()).toMatchObject([
      { level: 'error', message: 'message_not_sent', detail: 'SES failed: MessageRejected.' },
      { message: 'management_call', status: 502, code: 'otp_dispatch_failed' },
    ]);
    // Its send slot is free again.
    expect(ports.records.otpState(USER.userId)).toMatchObject({ challenge: null, sendsMs: [] });
  });
});

describe('POST /otp-challenges sends a code for exactly the change', () => {
  it.each([
    ['by e-mail an hour after a password reset', 'email', NOW - 3600],
    ['by WhatsApp right after a password reset', 'whatsapp', NOW],
  ] as const)('%s', async (_, channel, passwordResetAt) => {
    const ports = managementPorts({ user: { passwordResetAt } });
    expect((await ask(ports, { ...CREATE, channel })).status).toBe(201);
    expect(ports.senders[channel].sent).toHaveLength(1);
  });

  const narrow = { key: { scopes: ['clients:read'] } } as const;

  it.each<[string, object, object]>([
    [
      'of a new key',
      { ...CREATE, api_key: { name: ' Shop ', expires_at: LATER } },
      {
        purpose: 'create_api_key',
        key: { name: 'Shop', scopes: ['*'], allowedIps: [], expiresAt: NOW + 2 * DAY },
      },
    ],
    [
      'of a key',
      { ...UPDATE, changes: { name: 'Shop', scopes: ['*'], allowed_ips: [], expires_at: null, status: 'active' } },
      {
        purpose: 'update_api_key',
        keyId: KEY.keyId,
        name: 'ERP',
        changes: { name: 'Shop', scopes: ['*'], allowedIps: [], expiresAt: null, status: 'active' },
      },
    ],
    [
      'of one field of a key',
      UPDATE,
      { purpose: 'update_api_key', keyId: KEY.keyId, name: 'ERP', changes: { scopes: ['*'] } },
    ],
    [
      'of a key by another one',
      ROTATE,
      { purpose: 'rotate_api_key', keyId: KEY.keyId, name: 'ERP', graceSeconds: 60, expiresAt: null },
    ],
    [
      'of the settings',
      { ...SETTINGS, changes: { allowed_ips: ['203.0.113.9/24'], max_key_lifetime_days: null } },
      { purpose: 'update_settings', changes: { allowedIps: ['203.0.113.0/24'], maxKeyLifetimeDays: null } },
    ],
    ['of legacy tokens', LEGACY_TOKEN, { purpose: 'update_legacy_token', changes: { enabled: true, offAt: null } }],
    [
      'of legacy tokens until a time',
      { ...LEGACY_TOKEN, changes: { enabled: true, off_at: LATER } },
      { purpose: 'update_legacy_token', changes: { enabled: true, offAt: Date.parse(LATER) / 1000 } },
    ],
  ])('%s', async (_, body, action) => {
    const ports = managementPorts(narrow);
    expect((await ask(ports, body)).status).toBe(201);
    expect(ports.senders.email.sent).toMatchObject([{ to: 'owner@demo.example', action }]);
    expect(ports.records.otpState(USER.userId).challenge?.action).toEqual(action);
  });

  it('without an expiry until the maximum of the partner', async () => {
    const ports = managementPorts({ partner: { maxKeyLifetimeDays: 1 } });
    await ask(ports, CREATE);
    expect(ports.senders.email.sent).toMatchObject([{ action: { key: { expiresAt: NOW + DAY } } }]);
  });

  it.each([
    ['email', 'o•••@demo.example', 'owner@demo.example'],
    ['whatsapp', '+49•••00', '+4930901820000'],
  ] as const)('by %s, and returns what there is to know but the code', async (channel, destination, to) => {
    const ports = managementPorts();
    const { status, json, body } = await ask(ports, { ...CREATE, channel });
    const [message] = ports.senders[channel].sent;
    expect({ status, json, to: message?.to }).toEqual({
      status: 201,
      json: {
        id: ports.records.otpState(USER.userId).challenge?.id,
        channel,
        destination,
        expires_at: '2026-12-01T10:05:00.000Z',
        resend_after: '2026-12-01T10:00:30.000Z',
      },
      to,
    });
    const code = message?.code ?? 'none';
    expect(code).toMatch(/^\d{6}$/);
    // A time or an ID may hold six digits by chance, but not between quotation marks.
    expect(body).not.toContain(`"${code}"`);
    expect(lines.join('')).not.toContain(`"${code}"`);
  });
});
