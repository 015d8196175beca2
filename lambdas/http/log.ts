import { DependencyError } from '../domain/base/dependency-error.ts';

/**
 * Fields of one log line. They are scalars that the caller names one by one: events, headers and bodies do not fit, so no
 * credential is logged by accident.
 */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Writes one JSON object as a line to standard output, from where CloudWatch Logs takes it. */
export function log(level: 'info' | 'error', message: string, fields: LogFields): void {
  process.stdout.write(`${JSON.stringify({ level, message, time: new Date().toISOString(), ...fields })}\n`);
}

/** Returns what may be logged of an error: its class, and the message only if our own code wrote it. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: 'unknown error' };
  if (error instanceof DependencyError) return { error: error.name, detail: error.message };
  return { error: error.name, stack: stackWithoutMessage(error) };
}

/** Returns the frames only: the message before them may quote input, even a line that looks like a frame. */
function stackWithoutMessage({ stack = '', message }: Error): string {
  const messageStart = stack.indexOf(message);
  // The stack holds the message as it was when the error was made. If that was another one, no line of it can be trusted.
  if (messageStart < 0) return '';
  return stack
    .slice(messageStart + message.length)
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}
