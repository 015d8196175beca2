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

/** Returns the frames only: the message in the first lines may quote input. */
function stackWithoutMessage(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}
