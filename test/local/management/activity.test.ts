import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { createKeyWithCode, requestCode, sendCode, wrongCode } from '../../support/create-key.ts';
import { letOtpTimePass } from '../../support/hub-records.ts';
import { setLegacyTokenWithCode } from '../../support/key-controls.ts';
import { operator } from '../../support/local-run.ts';
import { callManagement, expectStatus, managementAs } from '../../support/management-api.ts';
import { expectInvalid } from '../../support/problem.ts';
import { createPartner, putRecord } from '../../support/records.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

interface Event {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly actor: string;
  readonly target: string | null;
  readonly ip: string | null;
}

const PAGE = 25;

async function eventsOf(user: SignedInUser): Promise<Event[]> {
  return expectStatus(await managementAs(user).get('/activity'), 200).json.events;
}

/** Events a second apart, the first one oldest. */
async function writeEvents(
  partnerId: string,
  count: number,
  actionAt: (at: number) => string | undefined = () => undefined,
): Promise<string[]> {
  const start = Date.parse('2026-01-01T00:00:00.000Z');
  const times = Array.from({ length: count }, (_, at) => start + at * 1000);
  return Promise.all(
    times.map(async (time, at) => {
      const id = ulid(time);
      await putRecord({
        PK: { S: `PARTNER#${partnerId}` },
        SK: { S: `AUDIT#${id}` },
        id: { S: id },
        at: { S: new Date(time).toISOString() },
        action: { S: actionAt(at) ?? 'api_key.renamed' },
        actor: { S: 'owner@example.com' },
        target: { S: `Target ${at}` },
        ip: { S: '203.0.113.7' },
      });
      return id;
    }),
  );
}

async function allPages(user: SignedInUser): Promise<{ ids: string[]; sizes: number[] }> {
  const [ids, sizes]: [string[], number[]] = [[], []];
  let cursor: string | null = null;
  do {
    const path: string = cursor === null ? '/activity' : `/activity?cursor=${encodeURIComponent(cursor)}`;
    const { json } = expectStatus(await managementAs(user).get(path), 200);
    ids.push(...json.events.map(({ id }: Event) => id));
    sizes.push(json.events.length);
    cursor = json.next_cursor;
  } while (cursor !== null && sizes.length < 20);
  return { ids, sizes };
}

describe('the activity', () => {
  test('is empty at first', async () => {
    const { json } = expectStatus(await managementAs(await createSignedInUser()).get('/activity'), 200);

    expect(json).toEqual({ events: [], next_cursor: null });
  });

  test('shows every change and every wrong code, newest first, with actor, target and address', async () => {
    const user = await createSignedInUser();
    const manage = managementAs(user);
    const { id } = await createKeyWithCode(user, 'Seen');
    const challenge = await requestCode(user, 'Missed');
    await sendCode(user, challenge.id, wrongCode(challenge.code));
    await manage.patch(`/api-keys/${id}`, { name: 'Renamed' });
    await manage.put('/legacy-token', { enabled: false });
    await letOtpTimePass(user.userId, 31);
    await setLegacyTokenWithCode(user, { enabled: true });
    await manage.delete(`/api-keys/${id}`);

    const events = await eventsOf(user);

    expect(events.map(({ action, target }) => [action, target])).toEqual([
      ['api_key.deleted', id],
      ['legacy_token.enabled', null],
      ['legacy_token.disabled', null],
      ['api_key.renamed', id],
      ['otp.failed', expect.anything()],
      ['api_key.created', id],
    ]);
    for (const { actor, ip, at } of events) {
      expect({ actor, ip }).toEqual({ actor: user.email, ip: expect.stringMatching(/127\.0\.0\.1$|^::1$/) });
      expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000);
    }
    expect(events.map(({ at }) => at)).toEqual(
      events
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
  });

  test('shows what the operator did, but not how the partner came into being', async () => {
    const partnerId = `t${Date.now()}PA`;
    expect((await operator('partner', 'create', partnerId, 'New partner')).status).toBe(0);
    const user = await createSignedInUser({ partnerId });
    await operator('partner', 'suspend', partnerId);
    await operator('partner', 'reactivate', partnerId);

    const events = await eventsOf(user);

    expect(events.map(({ action, actor, target, ip }) => [action, actor, target, ip])).toEqual([
      ['partner.reactivated', 'operator', null, null],
      ['partner.suspended', 'operator', null, null],
    ]);
  });

  test('is the same for a colleague, and empty for another partner', async () => {
    const [user, other] = [await createSignedInUser(), await createSignedInUser()];
    const colleague = await createSignedInUser({ partnerId: user.partnerId });
    await managementAs(user).put('/legacy-token', { enabled: false });

    expect(await eventsOf(colleague)).toEqual(await eventsOf(user));
    expect(await eventsOf(other)).toEqual([]);
  });
});

describe('pages of the activity', () => {
  test.each([
    [1, [1]],
    [PAGE - 1, [PAGE - 1]],
    [PAGE, [PAGE]],
    [PAGE + 1, [PAGE, 1]],
    [2 * PAGE + 3, [PAGE, PAGE, 3]],
  ])('of %i events are %j', async (count, expected) => {
    const user = await createSignedInUser();
    const written = await writeEvents(user.partnerId, count);

    const { ids, sizes } = await allPages(user);

    expect(sizes).toEqual(expected);
    expect(ids).toEqual(written.toReversed());
  });

  test('stay where they are while new events come', async () => {
    const user = await createSignedInUser();
    const written = await writeEvents(user.partnerId, PAGE + 5);
    const first = expectStatus(await managementAs(user).get('/activity'), 200).json;

    await managementAs(user).put('/legacy-token', { enabled: false });
    const second = expectStatus(await managementAs(user).get(`/activity?cursor=${first.next_cursor}`), 200).json;

    expect([...first.events, ...second.events].map(({ id }: Event) => id)).toEqual(written.toReversed());
  });

  // That event is not shown, and must neither make a page short nor end the list.
  test.each([
    [PAGE - 1, [PAGE - 1]],
    [PAGE, [PAGE]],
    [PAGE + 1, [PAGE, 1]],
  ])('of %i events after the creation of the partner are %j', async (count, expected) => {
    const user = await createSignedInUser();
    const [, ...shown] = await writeEvents(user.partnerId, count + 1, (at) =>
      at === 0 ? 'partner.created' : undefined,
    );

    const { ids, sizes } = await allPages(user);

    expect(sizes).toEqual(expected);
    expect(ids).toEqual(shown.toReversed());
  });

  test('of another partner are not reached with its cursor', async () => {
    const [user, other] = [await createSignedInUser(), await createSignedInUser()];
    const foreign = new Set(await writeEvents(other.partnerId, 2 * PAGE));
    const own = await writeEvents(user.partnerId, 2);
    const { next_cursor } = expectStatus(await managementAs(other).get('/activity'), 200).json;

    const response = await managementAs(user).get(`/activity?cursor=${encodeURIComponent(next_cursor)}`);

    expect([200, 400]).toContain(response.status);
    for (const { id } of response.json.events ?? []) {
      expect(foreign.has(id)).toBe(false);
      expect(own).toContain(id);
    }
  });

  test.each([
    ...['!', '%00', 'PARTNER%23demoPA', '../..', '%7B%22PK%22%3A1%7D', 'AUDIT%23', '%F0%9F%94%91', 'x'.repeat(500)],
    ...['%20', '-', 'AAAA', 'null', 'eyJQSyI6IlBBUlRORVIjZGVtb1BBIn0'],
  ])('are refused for a cursor that is none: %.20s', async (cursor) => {
    const user = await createSignedInUser();
    await writeEvents(user.partnerId, 2);

    expectInvalid(await managementAs(user).get(`/activity?cursor=${cursor}`), '/cursor');
  });

  test('begin with the first for an empty cursor', async () => {
    const user = await createSignedInUser();
    await writeEvents(user.partnerId, PAGE + 1);

    const [first, empty] = [
      await managementAs(user).get('/activity'),
      await managementAs(user).get('/activity?cursor='),
    ];

    expect(expectStatus(empty, 200).json).toEqual(expectStatus(first, 200).json);
  });

  test('are refused for parameters that there are not', async () => {
    const user = await createSignedInUser();
    await writeEvents(user.partnerId, 2 * PAGE);
    const { next_cursor } = expectStatus(await managementAs(user).get('/activity'), 200).json;

    for (const query of ['limit=100', `cursor=${next_cursor}&limit=1`, 'partner_id=demoPA']) {
      const { status } = await managementAs(user).get(`/activity?${query}`);
      expect({ query, status }).toEqual({ query, status: 400 });
    }
  });
});

describe('the address in the activity', () => {
  const FORGED = [
    ['x-viewer-ip', '203.0.113.7'],
    ['X-Viewer-IP', '203.0.113.8'],
    ['X-Forwarded-For', '203.0.113.9'],
    ['CloudFront-Viewer-Address', '203.0.113.10:443'],
    ['Forwarded', 'for=203.0.113.11'],
    ['True-Client-IP', '203.0.113.12'],
  ] as const;

  test('is the real one, whatever the client says', async () => {
    const user = await createSignedInUser({ partnerId: await createPartner() });

    for (const [at, header] of FORGED.entries()) {
      const call = { method: 'PUT', path: '/legacy-token', token: user.idToken, headers: [header] };
      // An earlier end each time, which takes no code.
      const off_at = new Date(Date.now() + (FORGED.length - at) * 3_600_000).toISOString();
      expectStatus(await callManagement({ ...call, body: { enabled: true, off_at } }), 200);
    }
    const events = await eventsOf(user);

    expect(events).toHaveLength(FORGED.length);
    for (const { ip } of events) expect(ip).toMatch(/127\.0\.0\.1$|^::1$/);
  });
});
