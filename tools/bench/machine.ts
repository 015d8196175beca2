import { cpus, loadavg } from 'node:os';

/** The machine of a run, and its load. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
  /** Average number of running and waiting processes over the last minute. */
  readonly load: number;
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.version,
    load: loadavg()[0] ?? Number.NaN,
  };
}
