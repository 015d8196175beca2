import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  type AccessLogFields,
  MANAGEMENT_API_ACCESS_LOG,
  PARTNER_API_ACCESS_LOG,
} from '../../lib/rest-api/access-log-fields.ts';
import { type Header, type HttpRequest, sendBytes, sendRequest } from '../../tools/client/http.ts';
import { eventually } from '../support/eventually.ts';
import { readTextObject } from '../support/json-object-lines.ts';
import { dataDirectory, origin, runInfo } from '../support/local-run.ts';
import { withKey } from '../support/partner-calls.ts';
import { createApiKey, createPartner } from '../support/records.ts';

// Whoever could add a field to a line, or break it, could put calls on another partner's account or hide them from alarms.

const FORGED = [
  '"',
  '","status":"200',
  '","partner_id":"otherPA","code":"allowed',
  '"}\n{"code":"allowed"',
  '\\',
  '\\"',
  '{}',
];
const UUID = '9f0c3a52-6b1e-4d7a-8c55-0a1b2c3d4e5f';
const LONG = 'x'.repeat(6000);

const PATHS = [
  ...FORGED.flatMap((text) => [text.replaceAll('\n', '%0a'), encodeURIComponent(text)]),
  ...[
    '%0a',
    '%0d%0a',
    '%00',
    '%22%2c%22status%22%3a%22200',
    '%ff',
    '%',
    '..',
    '//',
    ';',
    '%e2%80%a8',
    LONG,
    `%22${LONG}`,
  ],
];
const METHODS = ['PROPFIND', 'M-SEARCH', 'PURGE', 'OPTIONS', 'HEAD', 'QUERY'];
const HEADERS: readonly Header[] = [
  ...FORGED.flatMap((text): Header[] =>
    [
      'User-Agent',
      'X-HTTP-Method-Override',
      'X-Forwarded-For',
      'X-Viewer-Ip',
      'x-api-key',
      'Authorization',
      'Host',
    ].map((name) => [name, text.replaceAll('\n', ' ')]),
  ),
  ['x-amzn-RequestId', UUID],
  ['x-amzn-RequestId', 'x","code":"allowed'],
  ['X-Amzn-Trace-Id', 'Root=1-x","code":"allowed'],
  ['Referer', LONG],
  ['X-HTTP-Method-Override', LONG],
];
/** What no HTTP client sends. */
const RAW = [
  'GET" /api/v2/whoami HTTP/1.1\r\nHost: x\r\n\r\n',
  `${'X'.repeat(5000)} /api/v2/whoami HTTP/1.1\r\nHost: x\r\n\r\n`,
  'dpa_test_demoPA /api/v2/whoami HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /api/v2/who"ami","code":"allowed HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET http://x","code":"allowed/api/v2/whoami HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /api/v2/whoami HTTP/1.1\r\nHost: x\r\nUser-Agent: a\n","code":"allowed\r\n\r\n',
];

describe.each([
  ['partner-api', () => origin, '/api/v2', PARTNER_API_ACCESS_LOG],
  ['management-api', () => runInfo().management_api_endpoint, '/management/v1', MANAGEMENT_API_ACCESS_LOG],
] as const)('whatever is sent to %s', (name, originOf, base, fields) => {
  /** Those that the calls of this test have left, among those of others. */
  let lines: readonly string[];
  let sent: readonly HttpRequest[];

  beforeAll(async () => {
    const before = linesOf(name).length;
    sent = await hostileCalls(base);
    const ids = await Promise.all(
      sent.map(async (call) => (await sendRequest(originOf(), call)).headers['x-amz-apigw-id'] ?? ''),
    );
    for (const raw of RAW) await sendBytes(originOf(), Buffer.from(raw));
    lines = await eventually(async () => {
      const written = linesOf(name).slice(before);
      const missing = ids.filter((id) => !written.some((line) => line.includes(id)));
      expect(missing).toEqual([]);
      return written;
    });
  }, 60_000);

  test('each call leaves one line', () => {
    expect(sent.length).toBeGreaterThan(100);
    expect(lines.length).toBeGreaterThanOrEqual(sent.length);
  });

  test('each line is JSON with the stated fields, each once, and ends before 1,024 bytes', () => {
    for (const line of lines) {
      expect([...readTextObject(line).keys()]).toEqual(Object.keys(fields));
      expect(Buffer.byteLength(line)).toBeLessThan(1024);
    }
  });

  test('each value has the stated characters and length', () => {
    const strange = lines.flatMap((line) =>
      [...readTextObject(line)].filter(([field, value]) => value !== '-' && !isStated(fields, field, value)),
    );

    expect(strange).toEqual([]);
  });

  test('no line has the request ID that a client chose', () => {
    expect(lines.filter((line) => line.includes(UUID))).toEqual([]);
  });
});

test.each(['{"a":"1","a":"2"}', '{"a":1}', '{"a":"1"', '{"a":"1"}{"a":"1"}', '{"a":{"b":"1"}}', '{}'])(
  'the reader of the lines refuses %s',
  (line) => {
    expect(() => readTextObject(line)).toThrow();
  },
);

async function hostileCalls(base: string): Promise<HttpRequest[]> {
  const partnerId = await createPartner();
  const { key } = await createApiKey(partnerId);
  const headers = [withKey(key)];
  const routes = base === '/api/v2' ? [`${base}/partners/${partnerId}/clients`, `${base}/whoami`] : [`${base}/session`];
  return [
    ...[...routes, base, ''].flatMap((route) =>
      PATHS.map((text) => ({ path: `${route}/${text}`.replaceAll(' ', '%20'), headers })),
    ),
    ...routes.flatMap((path) => METHODS.map((method) => ({ method, path, headers }))),
    ...routes.flatMap((path) => HEADERS.map((header) => ({ path, headers: [...headers, header] }))),
  ];
}

/** None before the first call of the run. */
function linesOf(name: string): string[] {
  const file = join(dataDirectory, 'logs', `${name}-access.log`);
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}

function isStated(fields: AccessLogFields, name: string, value: string): boolean {
  const field = fields[name];
  if (field === undefined || value.length > field.longest) return false;
  return [...value].every((character) => field.characters.test(character));
}
