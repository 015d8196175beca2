import { expect, it } from '@jest/globals';
import type { HttpResponse } from '../../tools/client/http.ts';
import { problem } from './management-call.ts';

const NOT_JSON = { pointer: '', detail: 'Must be a JSON object in UTF-8.' };
const NO_OBJECT = { pointer: '', detail: 'Must be a JSON object.' };

/** What every route that takes a body refuses alike. */
export function itRefusesBadBodies(send: (body: unknown) => Promise<HttpResponse>): void {
  it.each([
    ['no body', undefined, NOT_JSON],
    ['no JSON', '{"name":', NOT_JSON],
    ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), NOT_JSON],
    ['a list', [], null],
    ['a text', '"text"', NO_OBJECT],
  ])('%s', async (_, body, error) => {
    const { status, json } = await send(body);
    expect({ status, code: json.code }).toEqual({ status: 400, code: 'invalid_request' });
    if (error !== null) expect(json.errors).toEqual([error]);
  });

  // Otherwise a response would be several times the size of its request.
  it('a body with hundreds of errors, of which it names ten and counts the rest', async () => {
    const fields = Object.fromEntries(Array.from({ length: 1700 }, (_, n) => [`f${n}`, 1]));
    const { status, json, body } = await send({ purpose: 'update_settings', ...fields });
    expect({ status, code: json.code, errors: json.errors.length }).toEqual({
      status: 400,
      code: 'invalid_request',
      errors: 10,
    });
    expect(json.more_errors).toBeGreaterThanOrEqual(1690);
    expect(body.length).toBeLessThan(2000);
  });

  it('a body of more than 16 KB', async () => {
    const fits = JSON.stringify({ text: 'x'.repeat(16 * 1024 - '{"text":""}'.length) });
    expect(problem(await send(`${fits} `))).toEqual({ status: 413, code: 'request_too_large' });
    expect(problem(await send(fits))).toMatchObject({ status: 400, code: 'invalid_request' });
  });
}
