/** What a route answers. `body` is sent as JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A refusal that the caller can act on. Everything else that is thrown is a defect of this server and becomes a 500. */
export class RequestError extends Error {
  readonly status: number;
  readonly details: readonly string[];

  constructor(status: number, message: string, details: readonly string[] = []) {
    super(message);
    this.name = 'RequestError';
    this.status = status;
    this.details = details;
  }
}

/** The envelope of every answer that has no body of its own; errors and successes share it. */
export function envelope(status: number, message: string, details: readonly string[] = []): Answer {
  const meta = {
    success: status < 400,
    http_code: status,
    developer_message: message,
    ...(details.length > 0 && { details }),
  };
  return { status, body: { meta } };
}

export function notFound(what: string): RequestError {
  return new RequestError(404, `${what} does not exist.`);
}
