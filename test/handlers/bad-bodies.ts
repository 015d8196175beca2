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

  it('a body of more than 16 KB', async () => {
    const fits = JSON.stringify({ text: 'x'.repeat(16 * 1024 - '{"text":""}'.length) });
    expect(problem(await send(`${fits} `))).toEqual({ status: 413, code: 'request_too_large' });
    expect(problem(await send(fits))).toMatchObject({ status: 400, code: 'invalid_request' });
  });
}
