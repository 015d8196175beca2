/** A command that failed for a reason that the operator can act on; the message names it. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}
