import { type FuzzCase, type FuzzMessage, messageOf } from '../../../../tools/proof/fuzz/cases/fuzz-case.ts';
import type { Exchange } from '../../../../tools/proof/fuzz/wire/exchange.ts';
import type { WireResponse } from '../../../../tools/proof/fuzz/wire/read-responses.ts';
import { Credentials } from '../../../../tools/proof/fuzz/world/credentials.ts';

export const KEY_A = `dpa_test_aaaaPA_k3Jx81PqZr0B_${'A1'.repeat(16)}000000`;
export const KEY_B = `dpa_test_bbbbPA_m4Jx81PqZr0B_${'B2'.repeat(16)}000000`;
export const SCOPED_KEY = `dpa_test_aaaaPA_n5Jx81PqZr0B_${'C3'.repeat(16)}000000`;
export const TOKEN_A = 'uQ4mV0yKq7R1sX9bT2cW5dZ8eA3fG6hJ0kL4nP7oI1r';
export const ID_TOKEN_M = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtIn0.c2lnbmF0dXJlLW9mLW0';
export const PASSWORD = 'Correct-Horse-1!';
export const DATA_OF_B = 'https://hooks-b.example/events';

/** Partners `a` and `b` of the Partner API, and `m` with a user of the hub. */
export function credentialsUnderAttack(): Credentials {
  const credentials = new Credentials();
  credentials.addPartner('a', 'aaaaPA', []);
  credentials.addPartner('b', 'bbbbPA', [DATA_OF_B]);
  credentials.addPartner('m', 'mmmmPA', []);
  const good = (
    name: string,
    text: string,
    kind: 'api_key' | 'legacy_token' | 'id_token',
    partnerId: string,
    scope: string | null = null,
  ) => credentials.addGood(name, text, { kind, partnerId, scope });
  good('a.key', KEY_A, 'api_key', 'aaaaPA');
  good('b.key', KEY_B, 'api_key', 'bbbbPA');
  good('a.scoped-key', SCOPED_KEY, 'api_key', 'aaaaPA', 'clients:read');
  good('a.token', TOKEN_A, 'legacy_token', 'aaaaPA');
  good('m.id-token', ID_TOKEN_M, 'id_token', 'mmmmPA');
  credentials.name('password', PASSWORD);
  credentials.addSecret(PASSWORD);
  credentials.addSignIn('owner@a.example', 'aaaaPA');
  return credentials;
}

export function caseOf(front: FuzzCase['front'], ...messages: FuzzMessage[]): FuzzCase {
  return { kind: 'test', front, messages };
}

export function withKey(key: string, target = '/api/v2/partners/aaaaPA/clients', method = 'GET'): FuzzMessage {
  return messageOf(method, target, { headers: [['x-api-key', key]] });
}

/** A response of an API to a call. */
export function apiResponse(status: number, json: unknown, mediaType = 'application/json'): WireResponse {
  const body = typeof json === 'string' ? json : JSON.stringify(json);
  return {
    status,
    headers: [
      ['Content-Type', mediaType],
      ['x-amz-apigw-id', 'aExampleId='],
    ],
    body,
  };
}

export function exchangeOf(...responses: WireResponse[]): Exchange {
  const received = responses.map(({ headers, body }) => `${headers.flat().join('\n')}\n${body}`).join('\n');
  return { responses, received };
}
