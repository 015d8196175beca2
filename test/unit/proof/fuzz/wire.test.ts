import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { messageOf, rawMessage } from '../../../../tools/proof/fuzz/cases/fuzz-case.ts';
import { readResponses } from '../../../../tools/proof/fuzz/wire/read-responses.ts';
import { fillInCase, renderMessages } from '../../../../tools/proof/fuzz/wire/render-message.ts';

const rendered = (...messages: Parameters<typeof renderMessages>[0]) =>
  renderMessages(messages, 'h:1').toString('latin1');

test('a message goes out with host, length and the wish to close', () => {
  const sent = rendered(messageOf('POST', '/x?y', { headers: [['A', 'b']], body: 'body' }));

  expect(sent).toBe('POST /x?y HTTP/1.1\r\nHost: h:1\r\nA: b\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody');
});

test('only the last of several asks to close', () => {
  expect(rendered(messageOf('GET', '/'), messageOf('GET', '/')).match(/Connection: close/g)).toHaveLength(1);
});

test('nothing is added that a message says itself', () => {
  const headers: [string, string][] = [
    ['HOST', 'other'],
    ['connection', 'x'],
  ];

  expect(rendered(messageOf('GET', '/', { headers, framing: 'none' }))).toBe(
    'GET / HTTP/1.1\r\nHOST: other\r\nconnection: x\r\n\r\n',
  );
});

test('a body goes out in chunks, compressed, or as bytes alone', () => {
  expect(rendered(messageOf('POST', '/', { body: 'abc', framing: 'chunked' }))).toMatch(
    /chunked\r\n.*\r\n\r\n3\r\nabc\r\n0\r\n\r\n$/s,
  );
  expect(rendered(rawMessage('\x00\xff'))).toBe('\x00\xff');
  const [, body = ''] = rendered(messageOf('POST', '/', { body: 'abc', gzip: true })).split('\r\n\r\n');
  expect(gunzipSync(Buffer.from(body, 'latin1')).toString()).toBe('abc');
});

test('placeholders are replaced in every part, and unknown ones stay', () => {
  const headers: [string, string][] = [['x-api-key', '{{a.key}}']];
  const message = messageOf('{{2*A}}', '/{{a.id}}/{{b.id}}', { headers, body: '{{3*{"a":}}1{{3*}}}' });
  const values = new Map([
    ['a.key', 'KEY'],
    ['a.id', 'PARTNER'],
  ]);

  expect(fillInCase({ kind: '', front: 'hub', messages: [message] }, values)).toMatchObject([
    { method: 'AA', target: '/PARTNER/{{b.id}}', headers: [['x-api-key', 'KEY']], body: '{"a":{"a":{"a":1}}}' },
  ]);
});

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

test.each<[string, string, readonly string[], boolean, readonly [number, string][], boolean]>([
  [
    'one after the other',
    `${OK}HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n`,
    ['GET', 'GET'],
    true,
    [
      [200, 'ok'],
      [404, ''],
    ],
    true,
  ],
  ['without an interim one', `HTTP/1.1 100 Continue\r\n\r\n${OK}`, ['POST'], false, [[200, 'ok']], true],
  ['without a body for HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', ['HEAD'], false, [[200, '']], true],
  [
    'in chunks',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n2;x\r\nbc\r\n0\r\n\r\n',
    ['GET'],
    false,
    [[200, 'abc']],
    true,
  ],
  ['until the connection is closed', 'HTTP/1.1 200 OK\r\n\r\nall', ['GET'], true, [[200, 'all']], true],
  ['cut off', OK.slice(0, -1), ['GET'], true, [[200, 'o']], false],
  ['as far as they are HTTP', 'nonsense', ['GET'], true, [], false],
])('responses are read %s', (_, received, methods, closed, expected, complete) => {
  const found = readResponses(received, methods, closed);

  expect(found.responses.map(({ status, body }) => [status, body])).toEqual(expected);
  expect(found.complete).toBe(complete);
});
