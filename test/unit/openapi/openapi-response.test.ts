import { describe, expect, it } from '@jest/globals';
import type { HttpResponse } from '../../../tools/client/http.ts';
import { expectDocumented } from '../../support/openapi-response.ts';

/** What holds every answer of the end-to-end tests to the documents must itself be able to fail. */

const PROBLEM = { type: 'about:blank', title: 'Not found', status: 404, detail: 'Nothing here.', request_id: 'r' };
const SETTING = { enabled: true, off_at: null, changed_at: null, changed_by: null };

function response(status: number, json: unknown, headers: HttpResponse['headers'] = {}): HttpResponse {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  const body = json === undefined ? '' : JSON.stringify(json);
  return { status, headers: { 'content-type': type, ...headers }, rawHeaders: [], body, json };
}

const check = (method: string, path: string, answer: HttpResponse) => () =>
  expectDocumented('management', method, `/management/v1${path}`, answer);

describe('an answer is taken', () => {
  it.each<[string, string, HttpResponse]>([
    ['PUT', '/legacy-token', response(200, SETTING)],
    ['PUT', '/legacy-token', response(200, { ...SETTING, changed_at: '2026-11-24T09:30:00.000Z' })],
    ['GET', '/activity?cursor=x', response(400, { ...PROBLEM, status: 400, code: 'invalid_request' })],
    ['DELETE', '/api-keys/0123456789ab', response(204, undefined)],
    ['GET', '/api-keys/0123456789ab', response(404, { ...PROBLEM, code: 'not_found' })],
    ['GET', '/unknown', response(404, { ...PROBLEM, code: 'not_found' })],
    ['PATCH', '/session', response(404, { ...PROBLEM, code: 'not_found' })],
    [
      'GET',
      '/session',
      response(503, { ...PROBLEM, status: 503, code: 'temporarily_unavailable' }, { 'retry-after': '5' }),
    ],
  ])('%s %s', (method, path, answer) => {
    expect(check(method, path, answer)).not.toThrow();
  });
});

describe('an answer is not taken with', () => {
  it.each<[string, string, string, HttpResponse]>([
    ['a status that is not written', 'PUT', '/legacy-token', response(418, PROBLEM)],
    ['a success that is not written', 'POST', '/otp-challenges', response(200, SETTING)],
    ['a field that is not written', 'PUT', '/legacy-token', response(200, { ...SETTING, more: 1 })],
    [
      'a field that is missing',
      'PUT',
      '/legacy-token',
      response(200, { enabled: true, off_at: null, changed_at: null }),
    ],
    ['a field of another type', 'PUT', '/legacy-token', response(200, { ...SETTING, enabled: 'true' })],
    ['a local time', 'PUT', '/legacy-token', response(200, { ...SETTING, changed_at: '2026-11-24T09:30:00+01:00' })],
    ['a code of another route', 'GET', '/api-keys/0123456789ab', response(404, { ...PROBLEM, code: 'otp_expired' })],
    ['a code that there is not', 'GET', '/api-keys/0123456789ab', response(404, { ...PROBLEM, code: 'gone' })],
    ['a refusal of another route', 'GET', '/session', response(404, { ...PROBLEM, code: 'not_found' })],
    ['a body where there is none', 'DELETE', '/api-keys/0123456789ab', response(204, {})],
    [
      'another media type',
      'GET',
      '/api-keys/0123456789ab',
      response(404, { ...PROBLEM, code: 'not_found' }, { 'content-type': 'application/json' }),
    ],
    ['no challenge', 'GET', '/session', response(401, { ...PROBLEM, status: 401, code: 'unauthenticated' })],
    ['no Retry-After', 'GET', '/session', response(429, { ...PROBLEM, status: 429, code: 'rate_limited' })],
    [
      'a date as Retry-After',
      'GET',
      '/session',
      response(429, { ...PROBLEM, status: 429, code: 'rate_limited' }, { 'retry-after': 'tomorrow' }),
    ],
    ['a success at a path that there is not', 'GET', '/unknown', response(200, SETTING)],
    ['a success of a method that there is not', 'PUT', '/session', response(200, SETTING)],
    ['another refusal than not found there', 'GET', '/unknown', response(404, { ...PROBLEM, code: 'otp_expired' })],
  ])('%s', (_what, method, path, answer) => {
    expect(check(method, path, answer)).toThrow();
  });
});
