import { type ParsedLine, parseAccessLogLine } from './access-log-line.ts';
import type { CountedCall } from './counted-call.ts';
import { callOf, type LoggedRefusal, parseRefusalLine } from './refusal-log-line.ts';

/** One delivery of CloudWatch Logs, from one stream of the access log or of the authorizer's log. */
export interface LogBatch {
  readonly logGroup: string;
  readonly logStream: string;
  readonly events: readonly { readonly id: string; readonly timestampMs: number; readonly message: string }[];
}

export interface ReadBatch {
  /** Without repetitions. */
  readonly calls: readonly CountedCall[];
  /** Without repetitions. */
  readonly refusals: readonly LoggedRefusal[];
  readonly malformed: number;
  /** Lines about a call that the batch has another line about. */
  readonly repeated: number;
}

/** Lines of functions begin with it; lines of the access log begin with the ID of the request. */
const FUNCTION_LINE = '{"level":';

export function readLogBatch({ events }: LogBatch): ReadBatch {
  const calls = new Map<string, CountedCall>();
  const refusals = new Map<string, LoggedRefusal>();
  let malformed = 0;
  let repeated = 0;
  const take = <T extends { readonly requestId: string }>(into: Map<string, T>, line: ParsedLine<T>) => {
    if (line === 'malformed') malformed += 1;
    if (typeof line === 'string') return;
    if (into.has(line.requestId)) repeated += 1;
    else into.set(line.requestId, line);
  };
  for (const { message } of events) {
    if (message.startsWith(FUNCTION_LINE)) take(refusals, parseRefusalLine(message));
    else take(calls, parseAccessLogLine(message));
  }
  const unauthorized = [...refusals.values()].flatMap((refusal) => callOf(refusal) ?? []);
  return { calls: [...calls.values(), ...unauthorized], refusals: [...refusals.values()], malformed, repeated };
}
