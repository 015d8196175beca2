import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { BLOCKED_BY_BROWSERS } from '../../local/services/dynamodb/out-of-reach.ts';
import type { Header } from '../../tools/client/http.ts';
import { type ListeningSocket, listeningSockets } from '../support/listening-sockets.ts';
import { runInfo } from '../support/local-run.ts';

/** What any page in the developer's browser can send to a port of this machine. */
const FOREIGN: readonly (readonly [what: string, method: string, (port: number) => readonly Header[]])[] = [
  ['a foreign host name', 'GET', (port) => [['Host', `attacker.example:${port}`]]],
  [
    'a foreign host name that begins like a local one',
    'GET',
    (port) => [['Host', `localhost.attacker.example:${port}`]],
  ],
  ['a foreign host name with an origin to match', 'POST', (port) => same(`attacker.example:${port}`)],
  ['a foreign origin', 'GET', () => [['Origin', 'https://attacker.example']]],
  [
    'a form of a foreign origin',
    'POST',
    () => [
      ['Origin', 'https://attacker.example'],
      ['Content-Type', 'text/plain'],
    ],
  ],
  ['no origin that can be named', 'POST', () => [['Origin', 'null']]],
  ['a page of another local server', 'POST', (port) => [['Origin', `http://localhost:${port === 3000 ? 3001 : 3000}`]]],
  ['a preflight', 'OPTIONS', () => preflight('https://attacker.example')],
  ['a preflight of a local page', 'OPTIONS', () => preflight('http://localhost:3000')],
];

function same(host: string): readonly Header[] {
  return [
    ['Host', host],
    ['Origin', `http://${host}`],
  ];
}

function preflight(origin: string): readonly Header[] {
  return [
    ['Origin', origin],
    ['Access-Control-Request-Method', 'POST'],
    ['Access-Control-Request-Headers', 'content-type,x-amz-target'],
    ['Access-Control-Request-Private-Network', 'true'],
  ];
}

let sockets: readonly ListeningSocket[];
let guarded: readonly ListeningSocket[];
let databases: readonly ListeningSocket[];

beforeAll(() => {
  sockets = listeningSockets(runInfo().pid);
  guarded = sockets.filter(({ command }) => command !== 'dynoxide');
  databases = sockets.filter(({ command }) => command === 'dynoxide');
});

interface Answer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
}

async function call(socket: ListeningSocket, method: string, headers: readonly Header[]): Promise<Answer> {
  const host = headers.some(([name]) => name === 'Host') ? [] : ['Host', `localhost:${socket.port}`];
  const { address, port } = socket;
  const outgoing = request({
    host: address,
    port,
    method,
    path: '/',
    headers: [...host, ...headers.flat()],
    agent: false,
  });
  const [incoming]: IncomingMessage[] = await once(outgoing.end(), 'response');
  if (incoming === undefined) throw new Error('There is no response.');
  return { status: incoming.statusCode ?? 0, headers: Object.keys(incoming.headers), body: await text(incoming) };
}

test('all servers of the run are found, and only this machine reaches them', () => {
  const urls = Object.values(runInfo()).filter((value) => String(value).startsWith('http'));
  const ports = new Set(urls.map((url) => Number(new URL(String(url)).port)));
  expect(ports.size).toBeGreaterThan(8);
  expect(sockets.map(({ port }) => port)).toEqual(expect.arrayContaining([...ports]));
  // The guards of the services are in no file.
  expect(guarded.length).toBeGreaterThan(ports.size);
  for (const { address } of sockets) expect(address).toMatch(/^127\.|^0000:0000:0000:0000:0000:0000:0000:0001$/);
});

// Otherwise any page in the developer's browser could read the local records and call functions.
describe.each(FOREIGN)('%s', (_what, method, headersFor) => {
  test('is refused by every server', async () => {
    const seen = await Promise.all(
      guarded.map(async (socket) => {
        const { status, headers } = await call(socket, method, headersFor(socket.port));
        const cors = headers.filter((name) => name.startsWith('access-control-'));
        return { port: socket.port, status, cors };
      }),
    );
    expect(seen).toEqual(guarded.map(({ port }) => ({ port, status: 403, cors: [] })));
  });
});

test('every server responds to this machine', async () => {
  for (const socket of guarded) {
    const { body } = await call(socket, 'GET', []);
    expect(body).not.toMatch(/^This server is available to this machine/);
  }
});

// It responds to every page and host name, and has no setting against that (docs/local-run.md).
test('the embedded DynamoDB server listens where no browser connects to, at an address that is not known', () => {
  expect(databases).toHaveLength(1);
  for (const { address, port } of databases) {
    expect(BLOCKED_BY_BROWSERS).toContain(port);
    expect(address).not.toMatch(/^127\.0\.0\./);
  }
});
