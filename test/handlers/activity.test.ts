import { describe, expect, it } from '@jest/globals';
import { type AuditAction, auditEvent } from '../../lambdas/domain/model/audit-event.ts';
import { createActivityHandler } from '../../lambdas/handlers/activity.ts';
import { managementCall, problem } from './management-call.ts';
import { type ManagementPorts, managementPorts } from './management-ports.ts';
import { observeFunctions } from './observed.ts';
import { NOW_MS } from './records-of-a-partner.ts';

observeFunctions();
const NO_CURSOR = 'Is no cursor of this list: use next_cursor of the last page.';

const list = (ports: ManagementPorts, query: Record<string, string> = {}) =>
  managementCall(createActivityHandler(ports), { route: '/activity', query });

/** Events of the last minutes, the newest last. */
function withEvents(count: number, action: AuditAction = 'api_key.created', partnerId = 'demoPA'): ManagementPorts {
  const ports = managementPorts();
  for (let n = 1; n <= count; n++) {
    const about = { actor: 'owner@demo.example', target: `key${n}`, ip: null, nowMs: NOW_MS - (count - n) * 60_000 };
    ports.records.events.push({ partnerId, event: auditEvent(action, about) });
  }
  return ports;
}

describe('GET /activity refuses', () => {
  it.each<[string, Record<string, string>, object]>([
    ['a cursor with foreign characters', { cursor: 'a b' }, { pointer: '/cursor', detail: NO_CURSOR }],
    ['a cursor that no page gave', { cursor: 'AAAA' }, { pointer: '/cursor', detail: NO_CURSOR }],
    ['an unknown parameter', { limit: '5' }, { pointer: '/limit', detail: 'Is no known field: remove it.' }],
  ])('%s', async (_, query, error) => {
    expect(problem(await list(withEvents(1), query))).toEqual({
      status: 400,
      code: 'invalid_request',
      errors: [error],
    });
  });
});

describe('GET /activity', () => {
  it('returns nothing of another partner, and not that the partner was created', async () => {
    expect((await list(withEvents(1, 'api_key.created', 'otherPA'))).json).toEqual({ events: [], next_cursor: null });
    expect((await list(withEvents(1, 'partner.created'))).json).toEqual({ events: [], next_cursor: null });
  });

  it('returns who did what, without what only notices say', async () => {
    const ports = managementPorts();
    const about = { actor: 'owner@demo.example', target: 'key1', ip: '203.0.113.7', nowMs: NOW_MS };
    const event = auditEvent('api_key.updated', about, { widens: ['scopes'] });
    ports.records.events.push({ partnerId: 'demoPA', event });
    const { status, json } = await list(ports);
    expect({ status, json }).toEqual({
      status: 200,
      json: {
        events: [
          {
            id: event.id,
            at: '2026-12-01T10:00:00.000Z',
            action: 'api_key.updated',
            actor: 'owner@demo.example',
            target: 'key1',
            ip: '203.0.113.7',
          },
        ],
        next_cursor: null,
      },
    });
  });

  it('returns pages of 25, newest first, each with the cursor of the next', async () => {
    const ports = withEvents(51);
    const pages: string[][] = [];
    let cursor: string | null = '';
    // Bounded: a cursor that leads nowhere must fail the test, not keep it going.
    for (let page = 0; cursor !== null && page < 4; page++) {
      const { json } = await list(ports, { cursor });
      pages.push(json.events.map(({ target }: { target: string }) => target));
      cursor = json.next_cursor;
    }
    expect(pages.map(({ length }) => length)).toEqual([25, 25, 1]);
    expect(pages.flat()).toEqual(Array.from({ length: 51 }, (_, n) => `key${51 - n}`));
  });
});
