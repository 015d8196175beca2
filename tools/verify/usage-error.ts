/** The caller can fix this; the message says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
