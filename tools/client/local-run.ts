import { type RunFile, readRunFile } from '../../local/files/run-file.ts';
import { dataDirectoryOf } from '../../local/run/run-settings.ts';

/** No local run uses the data directory; the message says what to do. */
export class NoLocalRunError extends Error {
  override readonly name = 'NoLocalRunError';
}

/** Returns what the local run of `LOCAL_DATA_DIR` says about itself. Throws a NoLocalRunError. */
export function findLocalRun(): RunFile {
  return localRunOf(dataDirectoryOf(process.env));
}

/** Returns what the local run of a data directory says about itself. Throws a NoLocalRunError. */
export function localRunOf(dataDirectory: string): RunFile {
  const run = readRunFile(dataDirectory);
  if (run !== null) return run;
  throw new NoLocalRunError(`No local run uses ${dataDirectory}. Start one with "npm start" and wait for "ready".`);
}

/** Returns the settings of an SDK client for a service of the local run. */
export function localClient({ region }: RunFile, endpoint: string) {
  return { endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}
