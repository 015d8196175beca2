/** A dependency did not give a certain answer. Callers refuse with `temporarily_unavailable`. */
export class DependencyError extends Error {
  override readonly name = 'DependencyError';
  readonly dependency: string;

  constructor(dependency: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.dependency = dependency;
  }

  /** An error of an SDK or a client. Only its name goes on: its message can hold keys, addresses or codes. */
  static from(dependency: string, problem: string, error: unknown): DependencyError {
    if (error instanceof DependencyError) return error;
    const name = error instanceof Error ? error.name : 'unknown error';
    return new DependencyError(dependency, `${problem}: ${name}.`, { cause: error });
  }
}

/** A stored record does not have the shape that docs/records.md promises. Reading it again does not help. */
export class UnreadableRecordError extends DependencyError {
  /** @param attribute - its name; the value may be a secret */
  constructor(attribute: string) {
    super('records', `A record's attribute ${attribute} is missing or has the wrong type.`);
  }
}

/** A record that must exist by all that was written before is missing. */
export class MissingRecordError extends DependencyError {
  constructor(record: string) {
    super('records', `${record} is missing.`);
  }
}
