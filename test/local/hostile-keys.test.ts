import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { apiKeyOf, randomText, withChecksum } from '../support/api-key.ts';
import { request, requestBytes } from '../support/local-run.ts';
import { echoCall, echoPath, withKey, withToken } from '../support/partner-calls.ts';
import { createApiKey, createPartner, type StoredApiKey } from '../support/records.ts';
import { expectRefusal, REFUSALS } from '../support/refusal.ts';

let apiKey: StoredApiKey;

beforeAll(async () => {
  apiKey = await createApiKey(await createPartner());
});

async function present(key: string) {
  return request(echoCall(apiKey.partnerId, withKey(key)));
}

/** What a header can carry of a text in UTF-8: each byte as one character. */
function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

// If one of these is anything but a 401, hostile text gets past the parser, to the records or further.
describe('a key is refused', () => {
  test.each<[string, (good: StoredApiKey) => string]>([
    ['in lower case', ({ key }) => key.toLowerCase()],
    ['in upper case', ({ key }) => key.toUpperCase()],
    ['without its checksum', ({ key }) => key.slice(0, -6)],
    ['without its last character', ({ key }) => key.slice(0, -1)],
    ['without its first character', ({ key }) => key.slice(1)],
    ['with one character more', ({ key }) => `${key}0`],
    ['twice in a row', ({ key }) => key + key],
    ['in quotation marks', ({ key }) => `"${key}"`],
    ['with a tab inside', ({ key }) => `${key.slice(0, 20)}\t${key.slice(20)}`],
    ['with a space inside', ({ key }) => `${key.slice(0, 20)} ${key.slice(20)}`],
    ['with a scheme', ({ key }) => `ApiKey ${key}`],
    ['as a template of a hint', ({ key }) => key.replace(/.{34}$/, bytesOf('…'))],
    ['with a checksum of zeros', ({ key }) => `${key.slice(0, -6)}000000`],
    ['with its checksum backwards', ({ key }) => key.slice(0, -6) + [...key.slice(-6)].reverse().join('')],
    ['escaped', ({ key }) => key.replace('dpa', '%64pa')],
    ['in Base64', ({ key }) => Buffer.from(key).toString('base64')],
    ['as 9,000 letters', () => 'a'.repeat(9000)],
    ['as 9,000 letters behind the prefix', () => `dpa_test_${'a'.repeat(9000)}`],
    ['as 9,000 underscores', () => '_'.repeat(9000)],
    ['as the prefix repeated', () => 'dpa_test_'.repeat(900)],
    ['as JSON', ({ key }) => JSON.stringify({ $ne: key })],
    ['as the record of its partner', ({ partnerId }) => `PARTNER#${partnerId}`],
    ['as __proto__', () => '__proto__'],
  ])('%s', async (_what, change) => {
    const response = await present(change(apiKey));

    expectRefusal(response, REFUSALS.unauthorized);
  });

  test.each<[string, (good: StoredApiKey) => string]>([
    ['of another environment', (parts) => apiKeyOf({ ...parts, environment: 'live' })],
    ['of an unknown environment', (parts) => apiKeyOf({ ...parts, environment: 'prod' })],
    ['of an environment in upper case', (parts) => apiKeyOf({ ...parts, environment: 'TEST' })],
    ['without an environment', (parts) => apiKeyOf({ ...parts, environment: '' })],
    ['with another prefix', ({ key }) => withChecksum(key.slice(0, -6).replace('dpa_', 'dpb_'))],
    ['with another secret', (parts) => apiKeyOf({ ...parts, secret: randomText(32) })],
    [
      'with another secret that begins alike',
      (parts) => apiKeyOf({ ...parts, secret: parts.secret.slice(0, 31) + (parts.secret.endsWith('0') ? '1' : '0') }),
    ],
    ['with another key ID', (parts) => apiKeyOf({ ...parts, keyId: randomText(12) })],
    ['with another partner', (parts) => apiKeyOf({ ...parts, partnerId: `${parts.partnerId}X` })],
    ['with the partner in another case', (parts) => apiKeyOf({ ...parts, partnerId: parts.partnerId.toLowerCase() })],
    ['with a partner ID of 3 characters', (parts) => apiKeyOf({ ...parts, partnerId: 'abc' })],
    ['with a partner ID of 33 characters', (parts) => apiKeyOf({ ...parts, partnerId: 'a'.repeat(33) })],
    ['with an empty partner ID', (parts) => apiKeyOf({ ...parts, partnerId: '' })],
    ['with a key ID of 11 characters', (parts) => apiKeyOf({ ...parts, keyId: randomText(11) })],
    ['with a key ID of 13 characters', (parts) => apiKeyOf({ ...parts, keyId: randomText(13) })],
    ['with a secret of 31 characters', (parts) => apiKeyOf({ ...parts, secret: parts.secret.slice(1) })],
    ['with a secret of 33 characters', (parts) => apiKeyOf({ ...parts, secret: `${parts.secret}0` })],
    ['with an empty secret', (parts) => apiKeyOf({ ...parts, secret: '' })],
    ['with a hyphen in its secret', (parts) => apiKeyOf({ ...parts, secret: `-${parts.secret.slice(1)}` })],
    ['with an underscore in its secret', (parts) => apiKeyOf({ ...parts, secret: `_${parts.secret.slice(1)}` })],
    ['with a slash in its key ID', (parts) => apiKeyOf({ ...parts, keyId: `/${parts.keyId.slice(1)}` })],
    ['with a number sign in its partner ID', (parts) => apiKeyOf({ ...parts, partnerId: `${parts.partnerId}#KEY` })],
    ['with hyphens instead of underscores', ({ key }) => withChecksum(key.slice(0, -6).replaceAll('_', '-'))],
  ])('although its checksum is right: %s', async (_what, change) => {
    const response = await present(change(apiKey));

    expectRefusal(response, REFUSALS.unauthorized);
  });

  test.each<[string, string]>([
    ['a letter of another script', bytesOf('а')],
    ['a full-width letter', bytesOf('ａ')],
    ['a combining accent', bytesOf('é')],
    ['an invisible character', bytesOf('\u200b')],
    ['a character beyond the basic plane', bytesOf('𝟎')],
    ['the byte 0x80, which is no UTF-8', '\x80'],
    ['the byte 0xff', '\xff'],
    ['an overlong encoding', '\xc1\xa1'],
    ['a no-break space', '\xa0'],
  ])('with %s in it, before it or behind it', async (_what, bytes) => {
    const { key } = apiKey;
    const inside = await present(`${key.slice(0, -10)}${bytes}${key.slice(-9)}`);
    const before = await present(bytes + key);
    const behind = await present(key + bytes);

    for (const response of [inside, before, behind]) expectRefusal(response, REFUSALS.unauthorized);
  });
});

describe('any change of a good key', () => {
  const position = fc.nat({ max: 1000 });
  const character = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
  const mutation = fc.oneof(
    fc.tuple(position, character).map(
      ([at, to]) =>
        (key: string) =>
          key.slice(0, at % key.length) + to + key.slice((at % key.length) + 1),
    ),
    fc.tuple(position, character).map(([at, more]) => (key: string) => {
      const index = at % (key.length + 1);
      return key.slice(0, index) + more + key.slice(index);
    }),
    position.map((at) => (key: string) => key.slice(0, at % key.length) + key.slice((at % key.length) + 1)),
    position.map((at) => (key: string) => {
      const index = at % (key.length - 1);
      return key.slice(0, index) + key.charAt(index + 1) + key.charAt(index) + key.slice(index + 2);
    }),
    fc.tuple(position, position).map(
      ([from, to]) =>
        (key: string) =>
          key.slice(from % key.length, (to % key.length) + 1),
    ),
  );

  // One that passes would show that part of the key is not looked at.
  test('is a 401', async () => {
    const property = fc.asyncProperty(mutation, async (change) => {
      const mutated = change(apiKey.key);
      fc.pre(mutated !== apiKey.key);
      expectRefusal(await present(mutated), REFUSALS.unauthorized);
    });
    await fc.assert(property, { numRuns: 300 });

    expect((await present(apiKey.key)).status).toBe(200);
  });

  test('is a 401, not a key in a wrong header, in Authorization too', async () => {
    const property = fc.asyncProperty(position, character, async (at, to) => {
      const index = at % apiKey.key.length;
      const mutated = apiKey.key.slice(0, index) + to + apiKey.key.slice(index + 1);
      fc.pre(mutated !== apiKey.key);
      const response = await request(echoCall(apiKey.partnerId, withToken(mutated)));
      expectRefusal(response, REFUSALS.unauthorized);
    });

    await fc.assert(property, { numRuns: 100 });
  });

  test('and any text at all is a 401', async () => {
    const anything = fc.array(
      fc.integer({ min: 0x21, max: 0xff }).filter((code) => code !== 0x7f),
      { maxLength: 200 },
    );
    const property = fc.asyncProperty(anything, async (codes) => {
      expectRefusal(await present(String.fromCharCode(...codes)), REFUSALS.unauthorized);
    });

    await fc.assert(property, { numRuns: 100 });
  });
});

describe('what HTTP forbids in a header', () => {
  // A server that repairs such a header reads another key than the one that was sent.
  test.each(['\0', '\n', '\r', '\x01', '\x1b', '\x7f'])('never reaches the upstream: %j', async (forbidden) => {
    const { key, partnerId } = apiKey;
    const half = key.length / 2;
    const lines = [`GET ${echoPath(partnerId)} HTTP/1.1`, 'Host: localhost', 'Connection: close'];
    const header = `x-api-key: ${key.slice(0, half)}${forbidden}${key.slice(half)}`;

    const answer = await requestBytes(Buffer.from([...lines, header, '', ''].join('\r\n'), 'latin1'));

    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  test('does not get past a limit: a header of 60,000 bytes', async () => {
    const lines = [`GET ${echoPath(apiKey.partnerId)} HTTP/1.1`, 'Host: localhost', 'Connection: close'];

    const answer = await requestBytes(Buffer.from([...lines, `x-api-key: ${'a'.repeat(60_000)}`, '', ''].join('\r\n')));

    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  });
});
