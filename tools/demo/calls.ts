import { callJson, errorCodeOf, type HttpResponse, type JsonCall } from '../client/http.ts';

/** A step did not behave as specified; the message says which step and what happened instead. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}

/** Calls, requires the status, and the error code if one is given, and returns the JSON body; undefined for an empty body. */
// biome-ignore lint/suspicious/noExplicitAny: the demo reads fields that the contract names, and fails where they are missing
export async function expectJson(call: JsonCall, status: number, code = ''): Promise<any> {
  const response = await reach(call);
  const what = `${call.method ?? 'GET'} ${call.url}`;
  const actual = errorCodeOf(response);
  if (response.status !== status || (code !== '' && actual !== code)) {
    const [got, expected] = [`${response.status} ${actual}`.trim(), `${status} ${code}`.trim()];
    throw new DemoError(`${what} responded with ${got} instead of ${expected}: ${response.body}`);
  }
  if (response.json === undefined && response.body !== '') {
    throw new DemoError(`${what} responded with ${status} and a body that is not JSON.`);
  }
  return response.json;
}

async function reach(call: JsonCall): Promise<HttpResponse> {
  try {
    return await callJson(call);
  } catch (cause) {
    const { origin } = new URL(call.url);
    throw new DemoError(`${origin} does not respond. Start the local run with "npm start" and wait for "ready".`, {
      cause,
    });
  }
}
