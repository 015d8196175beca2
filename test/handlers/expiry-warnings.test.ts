import { describe, expect, it } from '@jest/globals';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { expiryMail } from '../../lambdas/domain/notices/expiry-mail.ts';
import type { DueItem } from '../../lambdas/domain/notices/send-expiry-warnings.ts';
import { createExpiryWarningsHandler } from '../../lambdas/handlers/expiry-warnings.ts';
import { MemoryApiKeyStore } from '../support/memory/api-key-store.ts';
import { MemoryDueWarnings } from '../support/memory/expiry-warnings.ts';
import { MemoryMailer, MemoryNoticeLog } from '../support/memory/notices.ts';
import { MemoryMemberStore, MemoryPartnerStaff } from '../support/memory/partner-staff.ts';
import { observeFunctions } from './observed.ts';
import { DAY, type Differences, KEY, NOW, recordsWith, USER } from './records-of-a-partner.ts';

const { lines, logged } = observeFunctions();
const EXPIRES_AT = NOW + 3 * DAY;
const DUE: DueItem = {
  date: '2026-12-01',
  partnerId: 'demoPA',
  keyId: KEY.keyId,
  days: 3,
  expiresAt: EXPIRES_AT,
};
const DELIVERY = { partnerId: 'demoPA', eventId: `${KEY.keyId}#${EXPIRES_AT}#3`, userId: USER.userId };

function warningPorts(differences: Differences = {}, ...items: DueItem[]) {
  const records = recordsWith({ key: { expiresAt: EXPIRES_AT }, ...differences });
  const due = new MemoryDueWarnings(records);
  due.items = items.length === 0 ? [DUE] : items;
  return {
    records,
    due,
    log: new MemoryNoticeLog(),
    mailer: new MemoryMailer(),
    keys: new MemoryApiKeyStore(records),
    members: new MemoryMemberStore(records),
    staff: new MemoryPartnerStaff(records),
  };
}

// A run that fails shows in the function's metrics, and Lambda makes another one.
describe('the run fails', () => {
  it('when a warning was not sent, which stays due, and says why but not of whom', async () => {
    const ports = warningPorts();
    ports.mailer.failure = new DependencyError('ses', 'SES failed: Throttling.');
    await expect(createExpiryWarningsHandler(ports)()).rejects.toThrow('Some warnings were not sent.');
    expect(ports.due.items).toEqual([DUE]);
    expect(logged()).toMatchObject([
      { level: 'error', message: 'warning_not_sent', error: 'DependencyError', detail: 'SES failed: Throttling.' },
      { level: 'info', message: 'expiry_warnings', sent: 0, failed: 1 },
    ]);
    expect(lines.join('')).not.toContain(USER.email);
    // The next run may send it at once.
    expect(ports.log.claims.size).toBe(0);
  });

  it('when nobody can say who was warned, and nothing is sent', async () => {
    const ports = warningPorts();
    ports.log.failure = new DependencyError('dynamodb', 'DynamoDB failed: TimeoutError.');
    await expect(createExpiryWarningsHandler(ports)()).rejects.toThrow('Some warnings were not sent.');
    expect(ports.mailer.sent).toEqual([]);
    expect(ports.due.items).toEqual([DUE]);
  });

  it('when the records do not answer', async () => {
    const ports = warningPorts();
    ports.records.failure = new DependencyError('dynamodb', 'DynamoDB failed: TimeoutError.');
    await expect(createExpiryWarningsHandler(ports)()).rejects.toThrow('DynamoDB failed');
  });
});

describe('nobody is warned', () => {
  it.each<[string, Differences, Partial<DueItem>]>([
    ['of a deleted key', { key: { status: 'deleted' } }, {}],
    ['of a key with another expiry', { key: { expiresAt: EXPIRES_AT + 1 } }, {}],
    ['of a key that has a successor', { key: { expiresAt: EXPIRES_AT, rotatedTo: 'BBBBBBBBBBBB' } }, {}],
  ])('%s', async (_, differences, item) => {
    const ports = warningPorts(differences, { ...DUE, ...item });
    await createExpiryWarningsHandler(ports)();
    expect(ports.mailer.sent).toEqual([]);
    expect(ports.due.items).toEqual([]);
    expect(logged()).toMatchObject([{ level: 'info', message: 'expiry_warnings', sent: 0, failed: 0 }]);
  });

  it('twice, by whatever run', async () => {
    const ports = warningPorts();
    await ports.log.claim(DELIVERY, NOW, NOW + 1);
    await ports.log.finish(DELIVERY, 'sent');
    await createExpiryWarningsHandler(ports)();
    expect(ports.mailer.sent).toEqual([]);
    expect(ports.due.items).toEqual([]);
  });

  it('while another run has the delivery, which may still die: the warning stays due', async () => {
    const ports = warningPorts();
    await ports.log.claim(DELIVERY, NOW, NOW + 1);
    await createExpiryWarningsHandler(ports)();
    expect(ports.mailer.sent).toEqual([]);
    expect(ports.due.items).toEqual([DUE]);
    expect(logged()).toMatchObject([{ message: 'expiry_warnings', sent: 0, failed: 0 }]);
  });

  it('whose address will never accept it, which is logged once and fails no run', async () => {
    const ports = warningPorts();
    ports.mailer.rejects.add(USER.email);
    await createExpiryWarningsHandler(ports)();
    expect(ports.due.items).toEqual([]);
    expect([...ports.log.results.values()]).toEqual(['rejected']);
    expect(logged()).toMatchObject([
      { level: 'error', message: 'warning_rejected' },
      { message: 'expiry_warnings', sent: 0, failed: 0 },
    ]);
    expect(lines.join('')).not.toContain(USER.email);
  });

  it('a second time at the same address', async () => {
    const ports = warningPorts();
    ports.records.users.set('user-2', { ...USER, userId: 'user-2' });
    await createExpiryWarningsHandler(ports)();
    expect(ports.mailer.sent).toHaveLength(1);
  });

  it('ahead of the day, or days after it', async () => {
    const ports = warningPorts({}, { ...DUE, date: '2026-12-02' }, { ...DUE, date: '2026-11-28' });
    await createExpiryWarningsHandler(ports)();
    expect(ports.mailer.sent).toEqual([]);
    expect(ports.due.items).toHaveLength(2);
  });
});

it('warns every user of the partner once', async () => {
  const ports = warningPorts({}, { ...DUE, date: '2026-11-29' });
  ports.records.users.set('user-2', { ...USER, userId: 'user-2', email: 'second@demo.example' });
  ports.records.users.set('user-3', { ...USER, userId: 'user-3', partnerId: 'otherPA', email: 'owner@other.example' });
  const warn = createExpiryWarningsHandler(ports);
  await warn();
  await warn();
  const about = { partnerId: 'demoPA', partnerName: 'Demo', keyName: KEY.name, hint: KEY.hint };
  const content = expiryMail({ ...about, expiresAtMs: EXPIRES_AT * 1000 });
  expect(ports.mailer.sent).toEqual([
    { to: 'owner@demo.example', ...content },
    { to: 'second@demo.example', ...content },
  ]);
  expect(logged()).toMatchObject([
    { sent: 2, failed: 0 },
    { sent: 0, failed: 0 },
  ]);
});
