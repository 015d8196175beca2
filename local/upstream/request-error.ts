/** A refusal that the caller can act on. Everything else that is thrown is a defect of this server and becomes a 500. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;
  readonly details: readonly string[];

  constructor(status: number, message: string, details: readonly string[] = []) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

/** The body of every response that has none of its own; errors and successes share it. */
export function envelope(status: number, message: string, details: readonly string[] = []): object {
  const meta = { success: status < 400, http_code: status, developer_message: message };
  return { meta: details.length > 0 ? { ...meta, details } : meta };
}
