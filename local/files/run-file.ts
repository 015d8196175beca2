import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What tests and tools may know of a run that is going on. */
export interface RunFile {
  readonly dynamodb_endpoint: string;
  readonly region: string;
  readonly table: string;
  readonly pid: number;
  readonly cognito_endpoint: string;
  readonly user_pool_id: string;
  /** Origins, as the line `ready` has them. */
  readonly partner_api: string;
  readonly hub: string;
  readonly mailbox: string;
  /** The Management API itself, without the hub in front of it. */
  readonly management_api_endpoint: string;
  readonly secrets_endpoint: string;
  readonly messaging_endpoint: string;
  /** `GET` lists the rules that call functions by the clock, `POST /<rule>` calls those of one at once. */
  readonly schedules_endpoint: string;
  /** Of SQS, and the address there of the queue of log batches that could not be counted. */
  readonly queues_endpoint: string;
  readonly usage_dead_letters_url: string;
  /** The same of the notices that could not be sent. */
  readonly notices_dead_letters_url: string;
  /** Of SES, and who sends there. */
  readonly ses_endpoint: string;
  readonly sender_address: string;
  /** Of the ID tokens that the hub's users get. */
  readonly issuer: string;
  /** The provider's JWKS with its private parts. */
  readonly sign_in_keys_file: string;
}

const pathIn = (dataDirectory: string) => join(dataDirectory, 'run.json');

export function writeRunFile(dataDirectory: string, run: RunFile): void {
  writeFileSync(pathIn(dataDirectory), `${JSON.stringify(run, null, 2)}\n`);
}

export function removeRunFile(dataDirectory: string): void {
  rmSync(pathIn(dataDirectory), { force: true });
}

/** null if nothing runs on this directory. */
export function readRunFile(dataDirectory: string): RunFile | null {
  const path = pathIn(dataDirectory);
  if (!existsSync(path)) return null;
  const run: RunFile = JSON.parse(readFileSync(path, 'utf8'));
  // A run that was killed leaves its file behind.
  return isAlive(run.pid) ? run : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
