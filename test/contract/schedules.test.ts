import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { InvocationResult } from '../../local/functions/invocation.ts';
import { type Schedules, startSchedules } from '../../local/services/schedules/start-schedules.ts';

const SCHEDULE = { name: 'hourly', arn: 'arn:rule/hourly', everyMs: 3_600_000, functionArns: ['arn:a', 'arn:b'] };

let schedules: Schedules;
let calls: { arn: string; event: unknown }[];
let lines: string[];
let result: InvocationResult;

beforeEach(async () => {
  calls = [];
  lines = [];
  result = { kind: 'result', payload: null };
  // HTTP needs all the others.
  jest.useFakeTimers({
    doNotFake: ['Date', 'nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'],
  });
  schedules = await startSchedules({
    schedules: [SCHEDULE],
    region: 'eu-central-1',
    accountId: '000000000000',
    invoke: async (arn, event) => {
      calls.push({ arn, event });
      return result;
    },
    log: (line) => lines.push(line),
  });
});

afterEach(async () => {
  await schedules.close();
  jest.useRealTimers();
});

async function call(method: string, path: string) {
  const response = await fetch(`${schedules.endpoint}${path}`, { method });
  return { status: response.status, json: await response.json() };
}

test('functions are called after each interval, and not before', async () => {
  await jest.advanceTimersByTimeAsync(3_599_999);
  expect(calls).toEqual([]);

  await jest.advanceTimersByTimeAsync(1);
  expect(calls.map(({ arn }) => arn)).toEqual(['arn:a', 'arn:b']);

  await jest.advanceTimersByTimeAsync(3_600_000);
  expect(calls).toHaveLength(4);
});

test('functions receive the event of a schedule', async () => {
  await call('POST', '/hourly');

  expect(calls[0]?.event).toEqual({
    version: '0',
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '000000000000',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    region: 'eu-central-1',
    resources: ['arn:rule/hourly'],
    detail: {},
  });
});

test('a request calls the functions of a rule at once and returns their results', async () => {
  result = { kind: 'error', errorType: 'Error', errorMessage: 'Some warnings were not sent.' };

  expect(await call('POST', '/hourly')).toEqual({
    status: 200,
    json: {
      runs: [
        { function: 'arn:a', result },
        { function: 'arn:b', result },
      ],
    },
  });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ rule: 'hourly', function: 'arn:a', result });
});

test('the rules are listed, and nothing else is served', async () => {
  expect(await call('GET', '/')).toEqual({
    status: 200,
    json: { rules: [{ rule: 'hourly', every_seconds: 3600, functions: ['arn:a', 'arn:b'] }] },
  });
  expect((await call('POST', '/daily')).status).toBe(404);
  expect((await call('GET', '/hourly')).status).toBe(404);
  expect((await call('POST', '/')).status).toBe(404);
  expect(calls).toEqual([]);
});

test('a stopped run calls no function', async () => {
  await schedules.close();

  await jest.advanceTimersByTimeAsync(7_200_000);
  expect(calls).toEqual([]);
});
