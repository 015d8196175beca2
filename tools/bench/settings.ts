import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface BenchSettings {
  /** Takes about a minute, and judges only what does not depend on time. */
  readonly bounded: boolean;
  /** Whether a failing timing or a void run fails the command. */
  readonly judge: boolean;
  readonly jsonFile: string | null;
  /** A directory where better-auth and its api-key plugin are installed. */
  readonly peerDirectory: string | null;
}

/** The arguments cannot be used; the message says what to change. */
export class BenchSettingsError extends Error {
  override readonly name = 'BenchSettingsError';
}

export const USAGE = 'npm run bench -- [--bounded | --judge] [--json <file>] [--peer <directory>]';

/** Throws a BenchSettingsError. */
export function readBenchSettings(argv: readonly string[]): BenchSettings {
  const { bounded, judge, json, peer } = parse(argv);
  if (bounded && judge) throw new BenchSettingsError(`A bounded run is too short to judge times. ${USAGE}`);
  return {
    bounded,
    judge,
    jsonFile: json === undefined ? null : resolve(json),
    peerDirectory: peer === undefined ? null : resolve(peer),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        bounded: { type: 'boolean', default: false },
        judge: { type: 'boolean', default: false },
        json: { type: 'string' },
        peer: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new BenchSettingsError(`${error instanceof Error ? error.message : error}\n${USAGE}`, { cause: error });
  }
}
