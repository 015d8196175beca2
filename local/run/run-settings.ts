import { join, resolve } from 'node:path';

export interface LocalSettings {
  /** Contains the records, accounts and logs of the local run. */
  readonly dataDirectory: string;
  /** 0 takes a free port. */
  readonly partnerApiPort: number;
  /** 0 takes a free port. */
  readonly hubPort: number;
  /** 0 takes a free port. */
  readonly mailboxPort: number;
  /** Whether to delete the stored data first. */
  readonly fresh: boolean;
}

/** Thrown for an unusable setting; the message says what to change. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

export function dataDirectoryOf(environment: NodeJS.ProcessEnv): string {
  return resolve(environment.LOCAL_DATA_DIR || join(import.meta.dirname, '..', '..', '.local'));
}

/** Reads the settings of a run. Throws a SettingsError. */
export function readSettings(argv: readonly string[], environment: NodeJS.ProcessEnv): LocalSettings {
  const unknown = argv.find((argument) => argument !== '--fresh');
  if (unknown !== undefined) throw new SettingsError(`Unknown argument ${unknown}. The only argument is --fresh.`);
  return {
    dataDirectory: dataDirectoryOf(environment),
    partnerApiPort: portOf(environment, 'PARTNER_API_PORT', 3600),
    hubPort: portOf(environment, 'HUB_PORT', 3601),
    mailboxPort: portOf(environment, 'MAILBOX_PORT', 3602),
    fresh: argv.includes('--fresh'),
  };
}

function portOf(environment: NodeJS.ProcessEnv, variable: string, fallback: number): number {
  const text = environment[variable];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new SettingsError(`${variable} must be a port from 0 to 65535, where 0 takes a free port.`);
  }
  return port;
}
