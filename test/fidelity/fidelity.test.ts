import { expect, test } from '@jest/globals';
import { allCases } from './cases/all-cases.ts';
import type { Expected, FidelityCase } from './fidelity-case.ts';
import { startGatewayUnderTest } from './gateway-under-test.ts';
import { send } from './send.ts';

/**
 * The local gateway against what is known of API Gateway. A case that fails means that tests of the local run prove
 * less about AWS than they seem to.
 */
test.each(allCases.map((one) => [one.id, one.fact, one] as const))('%s: %s', async (_id, _fact, one) => {
  if (one.expect.refusedAtStart !== undefined) {
    await expect(startGatewayUnderTest(one.api)).rejects.toThrow(one.expect.refusedAtStart);
    return;
  }
  await check(one);
});

test('ids are given once', () => {
  const ids = allCases.map(({ id }) => id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

async function check({ api, request, expect: expected }: FidelityCase): Promise<void> {
  const { origin, seen, close } = await startGatewayUnderTest(api);
  const { status, headers, body } = await send(origin, request).finally(close);
  const text = body.toString();
  if (expected.status !== undefined) expect({ status, text }).toMatchObject({ status: expected.status });
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    expectValue(`header ${name}`, headers[name] ?? null, value);
  }
  if (expected.json !== undefined) expect(JSON.parse(text)).toEqual(expected.json);
  if (expected.text !== undefined) expectValue('text', text, expected.text);
  if (expected.bytes !== undefined) expect(Uint8Array.from(body)).toEqual(Uint8Array.from(expected.bytes));
  if (expected.called !== undefined) expect(seen.called).toBe(expected.called);
  if (expected.authorizerCalled !== undefined) expect(seen.authorizerEvent !== null).toBe(expected.authorizerCalled);
  expectValues('event', seen.event, expected.event);
  expectValues('authorizerEvent', seen.authorizerEvent, expected.authorizerEvent);
  if (expected.upstream === null) expect(seen.upstream).toBeNull();
  else expectValues('upstream', seen.upstream, expected.upstream);
}

function expectValues(where: string, values: unknown, expected: Expected | undefined): void {
  for (const [path, value] of Object.entries(expected ?? {})) {
    expectValue(`${where} ${path}`, valueAt(values, path.split('.')), value);
  }
}

function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], values);
}

function expectValue(where: string, value: unknown, expected: unknown): void {
  if (expected instanceof RegExp)
    expect({ [where]: typeof value === 'number' ? String(value) : value }).toEqual({
      [where]: expect.stringMatching(expected),
    });
  else expect({ [where]: value }).toEqual({ [where]: expected });
}
