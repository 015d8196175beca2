/** A dependency did not give a certain answer. Callers refuse with `temporarily_unavailable`. */
export class DependencyError extends Error {
  override readonly name = 'DependencyError';
  readonly dependency: string;

  constructor(dependency: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.dependency = dependency;
  }
}
