/** Something that whoever called the program can mend; the message says what. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
