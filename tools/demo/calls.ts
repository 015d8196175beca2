/** A step did not go as the contract says; the message tells which, and what came instead. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the demo reads fields that the contract names, and fails where they are not
  readonly body: any;
}

export interface Call {
  readonly method?: string;
  readonly address: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Calls, and demands the status, and the code where one is given. */
export async function expectAnswer(call: Call, status: number, code?: string): Promise<Answer> {
  const answer = await send(call);
  const got = codeOf(answer.body);
  if (answer.status === status && (code === undefined || got === code)) return answer;
  const wanted = code === undefined ? status : `${status} ${code}`;
  throw new DemoError(
    `${call.method ?? 'GET'} ${call.address} was to answer ${wanted} and answered ${answer.status} ${got ?? ''}: ${JSON.stringify(answer.body)}`,
  );
}

async function send({ method = 'GET', address, headers = {}, body }: Call): Promise<Answer> {
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await reach(address, {
    method,
    headers: { ...headers, ...type },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  try {
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  } catch {
    throw new DemoError(`${method} ${address} answered ${response.status} with something that is no JSON.`);
  }
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    const { origin } = new URL(address);
    throw new DemoError(
      `Nothing answers at ${origin}. Start the local run with "npm start" and wait for its line "ready".`,
      {
        cause: error,
      },
    );
  }
}

/** The Management API says `code`, the Partner API `error`. */
function codeOf(body: { code?: string; error?: string } | null): string | undefined {
  return body?.code ?? body?.error;
}
