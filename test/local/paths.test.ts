import { beforeAll, describe, expect, test } from '@jest/globals';
import type { HttpResponse } from '../../tools/client/http.ts';
import { request } from '../support/local-run.ts';
import { echoPath, WHOAMI, withKey } from '../support/partner-calls.ts';
import { createApiKey, createPartner, type StoredApiKey } from '../support/records.ts';
import { expectRefusal, REFUSALS } from '../support/refusal.ts';

let own: StoredApiKey;
let foreign: string;

beforeAll(async () => {
  own = await createApiKey(await createPartner());
  foreign = await createPartner();
});

/** With a key that is good for the partner `own`. */
async function get(path: string): Promise<HttpResponse> {
  return request({ path, headers: [withKey(own.key)] });
}

/** Behind the partner's own ID, where the credential would be good for everything. */
const INVALID = [
  // dot segments: as they stand, and encoded once, twice and three times
  ...[
    '/..',
    '/.',
    '/../clients',
    '/./clients',
    '/clients/..',
    '/clients/.',
    '/clients/../clients',
    '/clients/../../x/echo',
  ],
  ...['/%2e%2e/clients', '/%2E%2E/clients', '/%2e./clients', '/.%2E/clients', '/%2e/clients', '/clients/%2e%2e'],
  ...['/%252e%252e/clients', '/%252e./clients', '/clients/%252E', '/%25252e%25252e/clients', '/clients/%25252e'],
  // empty segments
  ...['//clients', '/clients//', '//', '/clients//x', '///'],
  // slashes that are still encoded
  ...['/clients%2fx', '/clients%2F', '/%2fclients', '/clients%252fx', '/clients%252F..', '/clients%25252fx'],
  ...['/..%2fclients', '/%2e%2e%2fclients', '/%2e%2e%252fclients'],
  // backslashes
  ...['/clients\\x', '/..\\clients', '\\clients', '/clients%5cx', '/clients%5Cx', '/clients%255cx', '/clients%25255Cx'],
  // path parameters
  ...[
    '/clients;v=1',
    ';v=1/clients',
    '/..;/clients',
    '/clients%3bv=1',
    '/clients%3Bx',
    '/clients%253bx',
    '/clients%25253bx',
  ],
  // control characters
  ...[
    '/clients%00',
    '/%00',
    '/clients%00.json',
    '/clients%0a',
    '/clients%0D%0Ax',
    '/clients%09',
    '/clients%1f',
    '/clients%7f',
  ],
  ...['/clients%2500', '/clients%250a', '/clients%252500', '/clients%C2%85'],
  // percent signs that are still encoded
  ...['/100%25', '/%25', '/clients%2541', '/clients%252541'],
];

// If one of these passes, what is judged and what the upstream reads are two paths, and a key opens other partners' data.
describe("behind the partner's ID, with a good key, invalid is", () => {
  test.each(INVALID)('%s', async (rest) => {
    const response = await get(`/api/v2/partners/${own.partnerId}${rest}`);

    expectRefusal(response, REFUSALS.invalid_path);
  });

  test('every way from the own partner to another one', async () => {
    const ways = [
      '/../',
      '/..%2f',
      '/%2e%2e/',
      '%2f..%2f',
      '%2f%2e%2e%2f',
      '/%252e%252e/',
      '\\..\\',
      '%5c..%5c',
      '/..;/',
    ];
    for (const way of ways) {
      const response = await get(`/api/v2/partners/${own.partnerId}${way}${foreign}/echo`);

      expectRefusal(response, REFUSALS.invalid_path);
    }
  });
});

describe('in the place of the partner ID, invalid is', () => {
  test.each(['..', '.', '%2e%2e', '%2e', '%252e%252e', '..%2f', '%5c', '%00', ';', '%3b'])('%s', async (partner) => {
    const response = await get(`/api/v2/partners/${partner}/echo`);

    expectRefusal(response, REFUSALS.invalid_path);
  });

  test.each(['%00', '%0a', ';', ';x', '%3b', '%2f', '%5c', '\\', '%25', '%2500', '%252f'])(
    "the partner's own ID with %s behind it",
    async (more) => {
      const response = await get(`/api/v2/partners/${own.partnerId}${more}/echo`);

      expectRefusal(response, REFUSALS.invalid_path);
    },
  );
});

describe('a path that is outside of the routes once it is taken literally', () => {
  const PATHS = [
    ...['//api/v2/whoami', '/api//v2/whoami', '/api/v2//whoami', '/api/v2/./whoami', '/./api/v2/whoami'],
    ...[
      '/api/v2/x/../whoami',
      '/api/v1/../v2/whoami',
      '/api/v2/x/%2e%2e/whoami',
      '/api/v2%2fwhoami',
      '/api/v2\\whoami',
    ],
    ...[
      '/api/v2/whoami//',
      '/api/v2/whoami/..',
      '/api/v2/whoami/.',
      '/api/v2/whoami;x',
      '/api/v2/whoami%00',
      '/api/v2/whoami%2f',
    ],
    ...['/api/v2/partners//echo', '/api/v2/partners//', '/api/v2//partners/x/echo', '/API/V2/WHOAMI', '/api/v2/Whoami'],
  ];

  // A lenient match would open a protected route by a name that no check has seen.
  test.each(PATHS)('%s is refused, by the check of paths or as not found', async (path) => {
    const response = await get(path);

    expectRefusal(response, response.status === 404 ? REFUSALS.not_found : REFUSALS.invalid_path);
  });
});

describe('a percent sign that begins no escape', () => {
  test.each(['/%', '/clients%', '/%2', '/%zz', '/%u002e', '/%E0%A4', '/%ff', '/%c0%ae%c0%ae/clients', '/%c0%af'])(
    '%s is refused',
    async (rest) => {
      const response = await get(`/api/v2/partners/${own.partnerId}${rest}`);

      expectRefusal(response, response.status === 400 ? { status: 400, code: 'bad_request' } : REFUSALS.invalid_path);
    },
  );
});

describe('a normal path', () => {
  test.each(['', '/', '/echo', '/echo/', '/clients', '/clients/'])(
    '%s passes, with one trailing slash too',
    async (rest) => {
      const response = await get(`/api/v2/partners/${own.partnerId}${rest}`);

      expect(response.status).toBe(200);
    },
  );

  test('passes on /whoami with one trailing slash', async () => {
    const response = await get(`${WHOAMI}/`);

    expect(response.status).toBe(200);
  });

  // Refusing more than the contract says would break integrations that work today.
  test.each([
    '/...',
    '/..a',
    '/a..b',
    '/.hidden',
    '/caf%C3%A9',
    '/a%20b',
    '/a+b',
    '/a%2Bb',
    '/a:b@c',
    "/a,b=c&d!$'()*~",
  ])('%s is left to the upstream', async (rest) => {
    const response = await get(`/api/v2/partners/${own.partnerId}${rest}`);

    expect(response.status).toBe(404);
    expect(response.json).not.toHaveProperty('request_id');
  });

  test('is judged without its query', async () => {
    const response = await get(`${echoPath(own.partnerId)}?next=/../%2e%2e%2f%252e;%00\\//x`);

    expect(response.status).toBe(200);
  });

  test('may have unneeded escapes', async () => {
    const [first, ...rest] = own.partnerId;
    const encoded = `%${first?.charCodeAt(0).toString(16)}${rest.join('')}`;

    const response = await get(echoPath(encoded));

    expect(response.status).toBe(200);
    expect(response.json.path).toBe(echoPath(own.partnerId));
  });
});
