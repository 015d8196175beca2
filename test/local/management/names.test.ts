import { beforeAll, describe, expect, test } from '@jest/globals';
import { requestCode, sendCode } from '../../support/create-key.ts';
import { readOtpState } from '../../support/hub-records.ts';
import { request } from '../../support/local-run.ts';
import { messagesTo } from '../../support/mailbox.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { whoamiCall, withKey } from '../../support/partner-calls.ts';
import { expectInvalid } from '../../support/problem.ts';
import { createApiKey, readApiKey } from '../../support/records.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

let user: SignedInUser;
let keyId: string;

beforeAll(async () => {
  user = await createSignedInUser();
  keyId = (await createApiKey(user.partnerId, { name: { S: 'Before' } })).keyId;
});

const REFUSED: readonly (readonly [what: string, name: string])[] = [
  ['empty', ''],
  ['only spaces', '   '],
  ['65 characters', 'x'.repeat(65)],
  ['65 characters outside the basic plane', '🔑'.repeat(65)],
  ['endless', 'x'.repeat(5000)],
  ['a line feed', 'a\nb'],
  ['a carriage return', 'a\r\nBcc: everybody@example.com'],
  ['a tabulator', 'a\tb'],
  ['a null character', 'a\0b'],
  ['an escape sequence', 'a\u001b[31mb'],
  ['a C1 control', 'a\u0085b'],
  ['a right-to-left override', 'a\u202eb'],
  ['a bidirectional isolate', 'a\u2066b'],
  ['a right-to-left mark', 'a\u200fb'],
  ['a zero-width space', 'a\u200bb'],
  ['a zero-width joiner', 'a\u200db'],
  ['a word joiner', 'a\u2060b'],
  ['a byte order mark', 'a\ufeffb'],
  ['a soft hyphen', 'a\u00adb'],
  ['a Hangul filler', 'a\u3164b'],
  ['a line separator', 'a\u2028b'],
  ['a tag character', 'a\u{e0041}b'],
  ['half of a surrogate pair', 'a\ud83db'],
  ['nothing but an invisible character', '\u200b'],
  ['a URL', 'SECURITY ALERT verify now: https://evil.example/hub'],
  ['a host name', 'evil.example'],
  ['a host name with another dot', 'evil\u3002example'],
  ['an e-mail address', 'help@evil.example'],
];

const ACCEPTED: readonly (readonly [what: string, name: string])[] = [
  ['one character', 'x'],
  ['64 characters', 'x'.repeat(64)],
  ['64 characters outside the basic plane', '🔑'.repeat(64)],
  ['umlauts and quotation marks', 'Käse & "Brot"'],
  ['an apostrophe and a backslash', "it's \\ fine"],
  ['markup', '<script>alert(1)</script>'],
  ['a template', '{{x}} #{x} <%= x %> %24'],
  ['another script', '日本語 العربية עברית'],
  ['a query', "'; DROP TABLE keys; --"],
  ['what looks like JSON', '{"name":1}'],
  ['six digits', '123456'],
];

describe('a name is refused when it has', () => {
  test.each(REFUSED)('%s', async (_what, name) => {
    const before = { otp: await readOtpState(user.userId), messages: await messagesTo(user.email) };

    const body = { purpose: 'create_api_key', api_key: { name } };
    expectInvalid(await managementAs(user).post('/otp-challenges', body), '/api_key/name');
    expectInvalid(await managementAs(user).patch(`/api-keys/${keyId}`, { name }), '/name');

    expect({ otp: await readOtpState(user.userId), messages: await messagesTo(user.email) }).toEqual(before);
    expect(await readApiKey(user.partnerId, keyId)).not.toMatchObject({ name: { S: name } });
  });
});

describe('a name is kept as it is when it has', () => {
  test.each(ACCEPTED)('%s', async (_what, name) => {
    const renamed = expectStatus(await managementAs(user).patch(`/api-keys/${keyId}`, { name }), 200);

    expect(renamed.json.name).toBe(name);
    expect((await managementAs(user).get(`/api-keys/${keyId}`)).json.name).toBe(name);
  });
});

test('spaces around a name are dropped', async () => {
  const renamed = expectStatus(
    await managementAs(user).patch(`/api-keys/${keyId}`, { name: '  In  between \u00a0' }),
    200,
  );

  expect(renamed.json.name).toBe('In  between');
});

test('64 characters with spaces around them are 64 characters', async () => {
  const name = ` ${'y'.repeat(64)} `;

  expect(expectStatus(await managementAs(user).patch(`/api-keys/${keyId}`, { name }), 200).json.name).toHaveLength(64);
});

test('a key is created under the trimmed name that its code was asked for', async () => {
  const owner = await createSignedInUser();
  const { id, code } = await requestCode(owner, '  Käse & "Brot" 日本  ');

  const { json } = expectStatus(await sendCode(owner, id, code), 201);

  expect(json.name).toBe('Käse & "Brot" 日本');
  expect((await request(whoamiCall(withKey(json.key)))).json.credential.name).toBe('Käse & "Brot" 日本');
});
