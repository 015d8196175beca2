import { describe, expect, test } from '@jest/globals';
import { MANAGEMENT_PROBLEMS } from '../../../../tools/openapi/management-problems.ts';
import { PARTNER_REFUSALS } from '../../../../tools/openapi/partner-refusals.ts';
import { type FuzzCase, messageOf } from '../../../../tools/proof/fuzz/cases/fuzz-case.ts';
import { Judge } from '../../../../tools/proof/fuzz/judge/judge.ts';
import { SecretScanner } from '../../../../tools/proof/fuzz/judge/secret-scanner.ts';
import type { WireResponse } from '../../../../tools/proof/fuzz/wire/read-responses.ts';
import {
  apiResponse,
  caseOf,
  credentialsUnderAttack,
  DATA_OF_B,
  exchangeOf,
  ID_TOKEN_M,
  KEY_A,
  KEY_B,
  PASSWORD,
  TOKEN_A,
  withKey,
} from './attacked.ts';

const credentials = credentialsUnderAttack();
const scanner = new SecretScanner();
for (const secret of credentials.secrets) scanner.add(secret);
const subject = new Judge(credentials, scanner);
const judge = (of: FuzzCase, ...responses: WireResponse[]) =>
  subject.judge(of, of.messages, exchangeOf(...responses)).violations;

const FORGED = caseOf('partner-api', withKey(`${KEY_A}0`));
const GOOD = caseOf('partner-api', withKey(KEY_A));
const SESSION = caseOf('hub', messageOf('GET', '/management/v1/session'));
const WHOAMI = withKey(KEY_A, '/api/v2/whoami');
const SIGNED_IN = messageOf('GET', '/management/v1/session', { headers: [['Authorization', `Bearer ${ID_TOKEN_M}`]] });
const CONFLICT = apiResponse(409, MANAGEMENT_PROBLEMS.rotated_already?.example, 'application/problem+json');
const refusal = (code: string) => apiResponse(PARTNER_REFUSALS[code]?.status ?? 0, PARTNER_REFUSALS[code]?.example);
const unauthorized = refusal('unauthorized');
const whoami = (partnerId: string) => apiResponse(200, { partner_id: partnerId, credential: {} });

// Each is a broken promise; one that raises nothing would let the whole run pass.
describe('a violation', () => {
  test.each<[string, RegExp, FuzzCase, WireResponse[]]>([
    ['a success without a credential', /accepted/, FORGED, [apiResponse(200, {})]],
    ['two successes for one credential', /accepted/, GOOD, [apiResponse(200, {}), apiResponse(200, {})]],
    ['a success past the hub', /accepted/, caseOf('management-api', SIGNED_IN), [apiResponse(200, {})]],
    ['a success from nowhere', /accepted/, FORGED, [{ status: 200, headers: [], body: 'ok' }]],
    ['a success for another partner', /names a partner/, caseOf('partner-api', WHOAMI), [whoami('bbbbPA')]],
    ["another partner's data in a success", /data of b\.id/, GOOD, [apiResponse(200, { url: DATA_OF_B })]],
    ["another partner's data in a refusal", /data of b\.id/, FORGED, [withBody(unauthorized, DATA_OF_B)]],
    ['a key in a body', /secret a\.key/, GOOD, [apiResponse(200, { key: KEY_A })]],
    ['a key in a header', /secret b\.key/, FORGED, [withHeader(unauthorized, KEY_B)]],
    ['a token, percent-encoded', /secret a\.token/, FORGED, [withHeader(unauthorized, hexOf(TOKEN_A))]],
    ['a password in Base64', /secret password/, FORGED, [withHeader(unauthorized, base64(`x${PASSWORD}y`))]],
    ['the signature of an ID token', /secret m\.id-token/, SESSION, [pageOf(ID_TOKEN_M.split('.')[2] ?? '')]],
    ['a code', /a code/, caseOf('hub', SIGNED_IN), [apiResponse(200, { otp: '482913' })]],
    ['a failure', /is 500/, FORGED, [refusal('internal_error')]],
    ['a failure of the hub itself', /is 502/, SESSION, [{ ...pageOf('Bad Gateway'), status: 502 }]],
    ['a refusal without the envelope', /shape/, FORGED, [apiResponse(401, { message: 'Unauthorized' })]],
    ['a refusal as text', /is of type/, FORGED, [apiResponse(401, 'no', 'text/plain')]],
    ['a code with another status', /goes with/, FORGED, [{ ...unauthorized, status: 403 }]],
    ['a status that is not documented', /not stated/, caseOf('hub', SIGNED_IN), [CONFLICT]],
    ['more responses than requests', /more responses/, FORGED, [unauthorized, unauthorized]],
    ['a refusal from nowhere', /from nowhere/, FORGED, [{ ...unauthorized, headers: [] }]],
  ])('is %s', (_, sentence, of, responses) => {
    expect(judge(of, ...responses).join('\n')).toMatch(sentence);
  });

  test('is told without the secret', () => {
    const [told = ''] = judge(FORGED, withHeader(unauthorized, KEY_B));

    expect(told).toBe('A response has the secret b.key in it.');
  });
});

// A promise that is kept but reported as broken makes the run useless.
test.each<[string, FuzzCase, WireResponse[]]>([
  ['a refusal of the contract', FORGED, [unauthorized]],
  ['a success with a credential', GOOD, [apiResponse(200, { url: 'https://hooks-a.example' })]],
  ["the upstream's own refusal", GOOD, [apiResponse(404, { meta: { success: false } })]],
  ["the partner's own name", caseOf('partner-api', WHOAMI), [whoami('aaaaPA')]],
  [
    'what the request has sent in its path',
    caseOf('partner-api', withKey(KEY_A, `/api/v2/partners/aaaaPA/echo?x=${KEY_B}`)),
    [apiResponse(200, { path: KEY_B })],
  ],
  ['a request that the parser refuses', FORGED, [{ status: 400, headers: [['Connection', 'close']], body: '' }]],
  ['a body of the gateway itself', FORGED, [apiResponse(413, { message: 'Request Too Long' })]],
  ['a page of the hub', caseOf('hub', messageOf('GET', '/')), [pageOf('<!doctype html>')]],
  ['no response', FORGED, []],
])('%s is none', (_, of, responses) => {
  expect(judge(of, ...responses)).toEqual([]);
});

test('a call with a good credential is named, and one that got no response is counted', () => {
  const answered = subject.judge(GOOD, GOOD.messages, exchangeOf(apiResponse(200, {})));
  const silent = subject.judge(GOOD, GOOD.messages, exchangeOf());

  expect(answered).toMatchObject({ entitledIds: ['aExampleId='], unanswered: 0 });
  expect(silent).toMatchObject({ entitledIds: [], unanswered: 1 });
});

function pageOf(body: string): WireResponse {
  return { status: 200, headers: [['Server', 'AmazonS3']], body };
}

function withBody(response: WireResponse, more: string): WireResponse {
  return { ...response, body: response.body.replace('"request_id":"', `"request_id":"${more} `) };
}

function withHeader(response: WireResponse, value: string): WireResponse {
  return { ...response, headers: [...response.headers, ['X-Debug', value]] };
}

function hexOf(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('');
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
