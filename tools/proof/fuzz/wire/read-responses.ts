export interface WireResponse {
  readonly status: number;
  /** In the order received. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface ReadResponses {
  readonly responses: readonly WireResponse[];
  /** Whether the bytes end with a complete response. */
  readonly complete: boolean;
}

const HEAD = /^HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n((?:[^\r\n]*\r\n)*?)\r\n/;

/**
 * Reads the responses on a connection (RFC 9112), without the interim ones.
 * @param received - bytes as characters
 * @param methods - of the requests in their order, since a response to HEAD has no body
 * @param closed - whether the server has closed the connection, which ends a body without a length
 */
export function readResponses(received: string, methods: readonly string[], closed: boolean): ReadResponses {
  const responses: WireResponse[] = [];
  let rest = received;
  while (rest !== '') {
    const [head = '', status = '', lines = ''] = HEAD.exec(rest) ?? [];
    if (head === '') return { responses, complete: false };
    const headers = lines
      .split('\r\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const);
    rest = rest.slice(head.length);
    if (status.startsWith('1')) continue;
    const found = readBody(rest, headers, hasNoBody(Number(status), methods[responses.length]), closed);
    responses.push({ status: Number(status), headers, body: found.body });
    if (found.length === null) return { responses, complete: false };
    rest = rest.slice(found.length);
  }
  return { responses, complete: true };
}

/** Returns the value of a header, or undefined. */
export function headerOf({ headers }: WireResponse, name: string): string | undefined {
  return headers.find(([other]) => other.toLowerCase() === name)?.[1];
}

function hasNoBody(status: number, method: string | undefined): boolean {
  return method === 'HEAD' || status === 204 || status === 304;
}

/** `length`: how many bytes the body takes on the connection; null if it has not ended. */
function readBody(
  rest: string,
  headers: WireResponse['headers'],
  isEmpty: boolean,
  closed: boolean,
): { body: string; length: number | null } {
  if (isEmpty) return { body: '', length: 0 };
  const find = (name: string) => headers.find(([other]) => other.toLowerCase() === name)?.[1];
  const length = find('content-length');
  if (length !== undefined) {
    const body = rest.slice(0, Number(length));
    return { body, length: body.length === Number(length) ? body.length : null };
  }
  if (find('transfer-encoding')?.toLowerCase() === 'chunked') return readChunks(rest);
  return { body: rest, length: closed ? rest.length : null };
}

function readChunks(rest: string): { body: string; length: number | null } {
  let body = '';
  for (let at = 0; ; ) {
    const end = rest.indexOf('\r\n', at);
    const size = end < 0 ? Number.NaN : Number.parseInt(rest.slice(at, end), 16);
    if (Number.isNaN(size)) return { body, length: null };
    body += rest.slice(end + 2, end + 2 + size);
    at = end + 2 + size + 2;
    if (at > rest.length) return { body, length: null };
    if (size === 0) return { body, length: at };
  }
}
