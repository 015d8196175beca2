import { expect, test } from '@jest/globals';
import { type Front, type FuzzMessage, messageOf } from '../../../../tools/proof/fuzz/cases/fuzz-case.ts';
import { entitlementsOf } from '../../../../tools/proof/fuzz/judge/entitlement.ts';
import {
  credentialsUnderAttack,
  ID_TOKEN_M,
  KEY_A,
  KEY_B,
  PASSWORD,
  SCOPED_KEY,
  TOKEN_A,
  withKey,
} from './attacked.ts';

const credentials = credentialsUnderAttack();
const CLIENTS_OF_A = '/api/v2/partners/aaaaPA/clients';
const SESSION = '/management/v1/session';
const bearer = (token: string, target: string, method = 'GET') =>
  messageOf(method, target, { headers: [['Authorization', `Bearer ${token}`]] });
const withHeaders = (target: string, ...headers: [string, string][]) => messageOf('GET', target, { headers });
const TOKEN_HEADER: [string, string] = ['Authorization', `Bearer ${TOKEN_A}`];
const idTokenIn = (name: string): [string, string] => [name, `Bearer ${ID_TOKEN_M}`];
const signIn = (password: string) =>
  messageOf('POST', '/api/v2/token', { body: JSON.stringify({ username: 'owner@a.example', password }) });

// A message that is wrongly entitled hides an acceptance.
test.each<[string, Front, FuzzMessage]>([
  ['no credential', 'partner-api', messageOf('GET', CLIENTS_OF_A)],
  ["another partner's key", 'partner-api', withKey(KEY_B)],
  ['a key with one character more', 'partner-api', withKey(`${KEY_A}0`)],
  ['a key twice', 'partner-api', withHeaders(CLIENTS_OF_A, ['x-api-key', KEY_A], ['X-API-Key', KEY_A])],
  ['a key as a token', 'partner-api', bearer(KEY_A, CLIENTS_OF_A)],
  ['a token as a key', 'partner-api', withKey(TOKEN_A)],
  ['a token beside a wrong key', 'partner-api', withHeaders(CLIENTS_OF_A, ['x-api-key', 'x'], TOKEN_HEADER)],
  ['a token twice', 'partner-api', withHeaders(CLIENTS_OF_A, TOKEN_HEADER, TOKEN_HEADER)],
  ['a key in the query', 'partner-api', messageOf('GET', `${CLIENTS_OF_A}?x-api-key=${KEY_A}`)],
  ['a key in the body', 'partner-api', messageOf('POST', CLIENTS_OF_A, { body: `\r\nx-api-key: ${KEY_A}` })],
  ['a path to another partner', 'partner-api', withKey(KEY_A, '/api/v2/partners/aaaaPA/../bbbbPA/clients')],
  ['an encoded slash', 'partner-api', withKey(KEY_A, '/api/v2/partners/aaaaPA%2fclients')],
  ['a partner in another case', 'partner-api', withKey(KEY_A, '/api/v2/partners/AAAAPA/clients')],
  ['a path that is none of the API', 'partner-api', withKey(KEY_A, '/api/v1/partners/aaaaPA/clients')],
  ['a resource beyond the scope', 'partner-api', withKey(SCOPED_KEY, '/api/v2/partners/aaaaPA/channels')],
  ['a method beyond the scope', 'partner-api', withKey(SCOPED_KEY, CLIENTS_OF_A, 'PATCH')],
  ['a wrong password', 'partner-api', signIn('wrong')],
  ['an ID token at the Partner API', 'partner-api', bearer(ID_TOKEN_M, CLIENTS_OF_A)],
  ['a key at the hub', 'hub', withKey(KEY_A, SESSION)],
  ['an ID token twice', 'hub', withHeaders(SESSION, ...['Authorization', 'authorization'].map(idTokenIn))],
  ['an ID token past the hub', 'management-api', bearer(ID_TOKEN_M, SESSION)],
  ['an ID token past the hub, with an open end', 'management-api', { ...bearer(ID_TOKEN_M, SESSION), framing: 'none' }],
])('nothing is allowed for %s', (_, front, message) => {
  expect(entitlementsOf(message, front, credentials)).toEqual([]);
});

// A message that is wrongly not entitled makes a right success look like an acceptance.
test.each<[string, Front, FuzzMessage, string | null]>([
  ['a key', 'partner-api', withKey(KEY_A), 'aaaaPA'],
  [
    'a key in another spelling of the header',
    'partner-api',
    withHeaders(CLIENTS_OF_A, ['X-Api-Key', ` ${KEY_A} `]),
    'aaaaPA',
  ],
  [
    'a key with one that decides nothing',
    'partner-api',
    withHeaders(CLIENTS_OF_A, ['x-api-key', KEY_A], ['Authorization', 'x']),
    'aaaaPA',
  ],
  ['a token', 'partner-api', bearer(TOKEN_A, CLIENTS_OF_A), 'aaaaPA'],
  ['a scope that covers the call', 'partner-api', withKey(SCOPED_KEY, `${CLIENTS_OF_A}/x`, 'HEAD'), 'aaaaPA'],
  ['an encoded letter', 'partner-api', withKey(KEY_A, '/api/v2/partners/%61aaaPA/clients'), 'aaaaPA'],
  ['slashes before the path and behind it', 'partner-api', withKey(KEY_A, `/${CLIENTS_OF_A}/`), 'aaaaPA'],
  ['a whole URL', 'partner-api', withKey(KEY_A, `http://x${CLIENTS_OF_A}`), 'aaaaPA'],
  ['whoami', 'partner-api', withKey(KEY_B, '/api/v2/whoami'), 'bbbbPA'],
  ['a password', 'partner-api', signIn(PASSWORD), 'aaaaPA'],
  ['an ID token', 'hub', bearer(ID_TOKEN_M, SESSION), 'mmmmPA'],
  ['the health of the service', 'hub', messageOf('GET', '/management/v1/health'), null],
])('a success is right for %s', (_, front, message, partnerId) => {
  expect(entitlementsOf(message, front, credentials)).toMatchObject([{ partnerId }]);
});

test('each credential counts in a message whose end is not certain', () => {
  const inner = `GET ${CLIENTS_OF_A} HTTP/1.1\r\nx-api-key: ${KEY_B}\r\n\r\n`;
  const message = messageOf('POST', CLIENTS_OF_A, { headers: [['x-api-key', KEY_A]], body: inner, framing: 'none' });

  expect(entitlementsOf(message, 'partner-api', credentials).map(({ partnerId }) => partnerId)).toEqual([
    'aaaaPA',
    'bbbbPA',
  ]);
});
