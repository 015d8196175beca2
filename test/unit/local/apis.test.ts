import { expect, test } from '@jest/globals';
import { hostOf, originLocator } from '../../../local/run/apis.ts';
import { apiWith } from './fixtures.ts';

const api = apiWith();
const locate = originLocator(new Map([[api, 'http://localhost:1234']]));

test('an API behind the distribution is found by its host name, at its stage', () => {
  expect(locate(hostOf(api), '/live').origin).toBe('http://localhost:1234');
});

test.each([
  ['another stage', hostOf(api), '/other', /"\/other" is not the stage \/live/],
  ['no stage', hostOf(api), '', /"" is not the stage/],
  ['another host', 'elsewhere.example', '/live', /elsewhere\.example .* is not on this machine/],
])('%s stops the start', (_, domainName, path, message) => {
  expect(() => locate(domainName, path)).toThrow(message);
});
