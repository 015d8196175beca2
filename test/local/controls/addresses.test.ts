import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Header } from '../../../tools/client/http.ts';
import { request } from '../../support/local-run.ts';
import { echoCall, whoamiCall, withKey, withToken } from '../../support/partner-calls.ts';
import { type Changes, changePartner, createApiKey, createLegacyToken, createPartner } from '../../support/records.ts';
import { expectRefusal, REFUSALS } from '../../support/refusal.ts';

const listOf = (...texts: string[]) => ({ allowed_ips: { L: texts.map((S) => ({ S })) } });
/** A block that is given to nobody (RFC 5737). */
const ELSEWHERE = listOf('192.0.2.0/24');
const HOME = listOf('127.0.0.1');

/** Lists of which some address of this machine is the first or last, or lies just outside. */
const EDGES: readonly (readonly [list: readonly string[], inside: readonly string[], outside: readonly string[]])[] = [
  [['127.0.0.4'], ['127.0.0.4'], ['127.0.0.3', '127.0.0.5', '::1']],
  [['127.0.0.4/31'], ['127.0.0.4', '127.0.0.5'], ['127.0.0.3', '127.0.0.6']],
  [['127.0.0.4/30'], ['127.0.0.4', '127.0.0.7'], ['127.0.0.3', '127.0.0.8']],
  [['127.0.1.0/24'], ['127.0.1.0', '127.0.1.255'], ['127.0.0.255', '127.0.2.0']],
  [['127.128.0.0/9'], ['127.128.0.0', '127.255.255.254'], ['127.127.255.255', '::1']],
  [['64.0.0.0/2'], ['127.0.0.1'], ['::1']],
  [['127.0.0.9', '127.0.0.11'], ['127.0.0.9', '127.0.0.11'], ['127.0.0.10']],
  [['::1'], ['::1'], ['127.0.0.1']],
  [['::/127'], ['::1'], ['127.0.0.1']],
  [['::2/127'], [], ['::1']],
  [['::/1'], ['::1'], ['127.0.0.1']],
  [['8000::/1'], [], ['::1', '127.0.0.1']],
  // Of one address, however it is written; as a record would hold it that somebody wrote by hand.
  [['::ffff:127.0.0.4/127'], ['127.0.0.4', '127.0.0.5'], ['127.0.0.6', '::1']],
  [['0000:0::0001'], ['::1'], ['127.0.0.1']],
  // Host bits say nothing.
  [['127.0.0.6/30'], ['127.0.0.4', '127.0.0.7'], ['127.0.0.3', '127.0.0.8']],
];

let partnerId: string;

beforeAll(async () => {
  partnerId = await createPartner();
});

describe.each(EDGES)('the list %j', (list, inside, outside) => {
  test.each(outside)('refuses %s, whose address the answer names', async (from) => {
    const { key } = await createApiKey(partnerId, listOf(...list));

    const response = await request({ ...echoCall(partnerId, withKey(key)), from });

    expectRefusal(response, REFUSALS.ip_not_allowed);
    expect(response.json.message).toContain(` ${from},`);
  });

  if (inside.length > 0) {
    test.each(inside)('lets %s in', async (from) => {
      const { key } = await createApiKey(partnerId, listOf(...list));

      expect((await request({ ...echoCall(partnerId, withKey(key)), from })).status).toBe(200);
    });
  }
});

describe('a call must pass', () => {
  test.each([
    ['the list of the key', ELSEWHERE, HOME],
    ['the list of the partner', HOME, ELSEWHERE],
    ['either', ELSEWHERE, ELSEWHERE],
    ['the list of the partner alone', {}, ELSEWHERE],
    ['the list of the key alone', ELSEWHERE, {}],
  ])('both lists, and is refused by %s', async (_what, ofKey, ofPartner) => {
    const own = await createPartner(ofPartner);
    const { key } = await createApiKey(own, ofKey);

    for (const call of [echoCall(own, withKey(key)), whoamiCall(withKey(key))]) {
      expectRefusal(await request(call), REFUSALS.ip_not_allowed);
    }
  });

  test('both lists, which then let it in', async () => {
    const own = await createPartner(listOf('127.0.0.0/30'));
    const { key } = await createApiKey(own, listOf('127.0.0.2/31'));

    for (const [from, status] of [
      ['127.0.0.1', 403],
      ['127.0.0.2', 200],
      ['127.0.0.3', 200],
      ['127.0.0.4', 403],
    ] as const) {
      expect([from, (await request({ ...echoCall(own, withKey(key)), from })).status]).toEqual([from, status]);
    }
  });

  test("the partner's list with a legacy token, too, which has none of its own", async () => {
    const own = await createPartner(listOf('127.0.0.2'));
    const { token } = await createLegacyToken(own);

    for (const call of [echoCall(own, withToken(token)), whoamiCall(withToken(token))]) {
      expectRefusal(await request(call), REFUSALS.ip_not_allowed);
      expect((await request({ ...call, from: '127.0.0.2' })).status).toBe(200);
    }
  });

  test('the lists as they are at the very next call', async () => {
    const own = await createPartner();
    const { key } = await createApiKey(own);
    expect((await request(echoCall(own, withKey(key)))).status).toBe(200);

    await changePartner(own, ELSEWHERE);

    expectRefusal(await request(echoCall(own, withKey(key))), REFUSALS.ip_not_allowed);
  });
});

// Whoever writes the header could be anybody.
describe('no header tells where a call comes from', () => {
  const claims: Header[] = [
    ['X-Forwarded-For', '192.0.2.1'],
    ['X-Forwarded-For', '192.0.2.1, 192.0.2.1, 192.0.2.1'],
    ['x-forwarded-for', '192.0.2.1'],
    ['Forwarded', 'for=192.0.2.1'],
    ['X-Real-IP', '192.0.2.1'],
    ['True-Client-IP', '192.0.2.1'],
    ['CF-Connecting-IP', '192.0.2.1'],
    ['CloudFront-Viewer-Address', '192.0.2.1:443'],
    ['x-viewer-ip', '192.0.2.1'],
    ['X-Client-IP', '192.0.2.1'],
  ];

  test.each(claims)('%s: %s', async (...claim) => {
    const { key } = await createApiKey(partnerId, ELSEWHERE);

    const response = await request(echoCall(partnerId, withKey(key), claim));

    expectRefusal(response, REFUSALS.ip_not_allowed);
    expect(response.json.message).toContain(' 127.0.0.1,');
  });

  test('nor keeps out whoever calls from the right place', async () => {
    const { key } = await createApiKey(partnerId, HOME);

    const response = await request(echoCall(partnerId, withKey(key), ['X-Forwarded-For', '192.0.2.1']));

    expect(response.status).toBe(200);
  });
});

// What cannot be read cannot be judged: it must not be taken for an empty list, which lets everybody in.
describe('a list that cannot be read lets nobody in', () => {
  const LISTS: [string, Changes][] = [
    ['a name', listOf('host.example')],
    ['something readable before it', listOf('127.0.0.1', 'nonsense')],
    ['a prefix that is too long', listOf('127.0.0.1/33')],
    ['an empty text', listOf('')],
    ['octal digits', listOf('0177.0.0.1')],
    ['a zone', listOf('::1%lo')],
    ['a text for a list', { allowed_ips: { S: '127.0.0.1' } }],
    ['a number in the list', { allowed_ips: { L: [{ N: '2130706433' }] } }],
    ['a set', { allowed_ips: { SS: ['127.0.0.1'] } }],
    ['null', { allowed_ips: { NULL: true } }],
  ];

  test.each(LISTS)('on a key: %s', async (_what, list) => {
    const { key } = await createApiKey(partnerId, list);

    expectRefusal(await request(echoCall(partnerId, withKey(key))), REFUSALS.temporarily_unavailable);
  });

  test.each(LISTS)('on a partner: %s', async (_what, list) => {
    const own = await createPartner(list);
    const { key } = await createApiKey(own);
    const { token } = await createLegacyToken(own);

    for (const credential of [withKey(key), withToken(token)]) {
      expectRefusal(await request(echoCall(own, credential)), REFUSALS.temporarily_unavailable);
    }
  });

  test('on a key: none at all', async () => {
    const { key } = await createApiKey(partnerId, { allowed_ips: undefined });

    expectRefusal(await request(echoCall(partnerId, withKey(key))), REFUSALS.temporarily_unavailable);
  });
});
