/** A dependency failed, or its result is uncertain. The response is `temporarily_unavailable`. */
export class DependencyError extends Error {
  override readonly name = 'DependencyError';
  readonly dependency: string;

  constructor(dependency: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.dependency = dependency;
  }

  /** Wraps an error of an SDK or a client. Keeps only its name: its message can hold keys, e-mail addresses or codes. */
  static from(dependency: string, problem: string, error: unknown): DependencyError {
    if (error instanceof DependencyError) return error;
    const name = error instanceof Error ? error.name : 'unknown error';
    return new DependencyError(dependency, `${problem}: ${name}.`, { cause: error });
  }
}

/** A stored record is not as docs/records.md describes it. Retrying does not help. */
export class UnreadableRecordError extends DependencyError {
  /** @param attribute - its name; the value may be a secret */
  constructor(attribute: string) {
    super('records', `A record's attribute ${attribute} is missing or has the wrong type.`);
  }
}

/** A record is missing although no operation deletes it. */
export class MissingRecordError extends DependencyError {
  constructor(record: string) {
    super('records', `${record} is missing.`);
  }
}
