import { DependencyError } from '../domain/base/dependency-error.ts';

/**
 * One JSON object a line on standard output, where CloudWatch Logs takes it up. Fields are scalars that the caller
 * names one by one: events, headers and bodies cannot be handed over, so no credential gets in by accident.
 */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export function log(level: 'info' | 'error', message: string, fields: LogFields): void {
  process.stdout.write(`${JSON.stringify({ level, message, time: new Date().toISOString(), ...fields })}\n`);
}

/** What may be said of an exception: its class, and its message only where our own code wrote it. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: 'unknown error' };
  if (error instanceof DependencyError) return { error: error.name, detail: error.message };
  return { error: error.name, stack: stackWithoutMessage(error) };
}

/** The frames alone: the first lines hold the message, which may quote input. */
function stackWithoutMessage(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}
