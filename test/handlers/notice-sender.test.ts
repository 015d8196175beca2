import { describe, expect, it } from '@jest/globals';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { auditEvent } from '../../lambdas/domain/model/audit-event.ts';
import type { Change, NotifiableEvent } from '../../lambdas/domain/notices/notifiable-event.ts';
import { createNoticeSenderHandler } from '../../lambdas/handlers/notice-sender.ts';
import {
  MemoryMailer,
  MemoryNoticedKeys,
  MemoryNoticeLog,
  MemoryNotifiableEventParser,
} from '../support/memory/notices.ts';
import { MemoryMemberStore, MemoryPartnerStaff } from '../support/memory/partner-staff.ts';
import { observeFunctions } from './observed.ts';
import { KEY, NOW_MS, recordsWith, USER } from './records-of-a-partner.ts';

const { lines, logged } = observeFunctions();
const about = { actor: USER.email, target: KEY.keyId, ip: null, nowMs: NOW_MS };
const CREATED: Change = {
  source: 'change',
  partnerId: 'demoPA',
  auditEvent: auditEvent('api_key.created', about),
};
const RENAMED: NotifiableEvent = { ...CREATED, auditEvent: auditEvent('api_key.renamed', about) };
const REVOKED: NotifiableEvent = {
  source: 'revoked_key',
  partnerId: 'demoPA',
  keyId: KEY.keyId,
  at: '2026-12-01T10:00:00.000Z',
  ip: null,
};

function noticePorts() {
  const records = recordsWith();
  return {
    memory: records,
    parser: new MemoryNotifiableEventParser(),
    log: new MemoryNoticeLog(),
    keys: new MemoryNoticedKeys(records),
    members: new MemoryMemberStore(records),
    staff: new MemoryPartnerStaff(records),
    mailer: new MemoryMailer(),
  };
}
type NoticePorts = ReturnType<typeof noticePorts>;

/** Images by their sequence numbers. */
const send = (ports: NoticePorts, images: Readonly<Record<string, unknown>>) =>
  createNoticeSenderHandler(ports)({
    Records: Object.entries(images).map(([SequenceNumber, NewImage]) => ({ dynamodb: { SequenceNumber, NewImage } })),
  } as DynamoDBStreamEvent);
const failed = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe('a record is to be retried', () => {
  it.each<[string, (ports: NoticePorts, failure: Error) => void, object]>([
    ['the records do not answer', ({ memory }, failure) => Object.assign(memory, { failure }), {}],
    ['nobody can say who was notified', ({ log }, failure) => Object.assign(log, { failure }), {}],
    ['a notice was not accepted', ({ mailer }, failure) => Object.assign(mailer, { failure }), {}],
  ])('when %s', async (_, breakPort) => {
    const ports = noticePorts();
    breakPort(ports, new DependencyError('ses', 'SES failed: Throttling.'));
    expect(await send(ports, { s1: CREATED, s2: RENAMED })).toEqual(failed('s1'));
    expect(logged()).toMatchObject([
      {
        level: 'error',
        message: 'notice_not_sent',
        sequence_number: 's1',
        partner_id: 'demoPA',
        detail: 'SES failed: Throttling.',
      },
      { level: 'info', message: 'notices', records: 2, failed: 1 },
    ]);
    expect(lines.join('')).not.toContain(USER.email);
    // Its send is free for the next attempt.
    expect(ports.log.claims.size).toBe(0);
  });

  it('while another run holds it', async () => {
    const ports = noticePorts();
    const delivery = { partnerId: 'demoPA', eventId: CREATED.auditEvent.id, userId: USER.userId };
    await ports.log.claim(delivery, NOW_MS / 1000, NOW_MS / 1000 + 1);
    expect(await send(ports, { s1: CREATED })).toEqual(failed('s1'));
    expect(ports.mailer.sent).toEqual([]);
  });
});

describe('a record is not retried', () => {
  // It would not be any more readable the next time, and would hold up all others.
  it('when it cannot be read, which is logged', async () => {
    const ports = noticePorts();
    expect(await send(ports, { s1: 'no item', s2: CREATED })).toEqual(failed());
    expect(logged()).toMatchObject([
      { level: 'error', message: 'notice_unreadable', sequence_number: 's1', error: 'DependencyError' },
      { level: 'info', message: 'notices', records: 2, failed: 0 },
    ]);
    expect(ports.mailer.sent).toHaveLength(1);
  });

  it('when the address will never accept it, which is logged', async () => {
    const ports = noticePorts();
    ports.mailer.rejects.add(USER.email);
    expect(await send(ports, { s1: CREATED })).toEqual(failed());
    expect(logged()).toMatchObject([
      { level: 'error', message: 'notice_rejected', sequence_number: 's1', partner_id: 'demoPA' },
      { message: 'notices' },
    ]);
    expect([...ports.log.results.values()]).toEqual(['rejected']);
  });

  it.each<[string, unknown]>([
    ['that nobody is notified of', RENAMED],
    ['of another kind', null],
    ['of a partner that is gone', { ...CREATED, partnerId: 'gonePA' }],
  ])('%s', async (_, image) => {
    const ports = noticePorts();
    expect(await send(ports, { s1: image })).toEqual(failed());
    expect(ports.mailer.sent).toEqual([]);
    expect(logged()).toMatchObject([{ message: 'notices', records: 1, failed: 0 }]);
  });
});

it('notifies every user of the partner who has not muted it, once', async () => {
  const ports = noticePorts();
  ports.memory.users.set('user-2', { ...USER, userId: 'user-2', email: 'second@demo.example' });
  ports.memory.mutedNotices.set('user-2', { muted: ['revoked_key_used'], revision: 1 });
  expect(await send(ports, { s1: CREATED, s2: REVOKED })).toEqual(failed());
  expect(await send(ports, { s1: CREATED, s2: REVOKED })).toEqual(failed());
  expect(ports.mailer.sent.map(({ to, subject }) => [to, subject])).toEqual([
    ['owner@demo.example', 'An API key was generated'],
    ['second@demo.example', 'An API key was generated'],
    ['owner@demo.example', 'A deleted API key is used again'],
  ]);
  const [{ text } = { text: '' }] = ports.mailer.sent;
  for (const part of ['"Demo" (demoPA)', `"ERP" (${KEY.keyId})`, KEY.hint]) expect(text).toContain(part);
});
