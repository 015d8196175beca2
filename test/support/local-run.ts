import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { RunFile } from '../../local/files/run-file.ts';
import { type HttpRequest, type HttpResponse, sendBytes, sendRequest } from '../../tools/client/http.ts';
import { localRunOf } from '../../tools/client/local-run.ts';
import { type DemoData, NODE, PROJECT_DIRECTORY } from '../../tools/client/run-process.ts';
import { expectDocumented } from './openapi-response.ts';

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const shared: { origin: string; demo: DemoData; dataDirectory: string } = JSON.parse(process.env.LOCAL_RUN ?? '{}');

/** The origin of the Partner API, without a path. */
export const origin = shared.origin;
export const demo = shared.demo;
export const dataDirectory = shared.dataDirectory;

/** What the shared run says about itself in run.json. */
export function runInfo(): RunFile {
  return localRunOf(dataDirectory);
}

/** Calls the Partner API. Fails if its OpenAPI document does not have the answer. */
export async function request(options: HttpRequest): Promise<HttpResponse> {
  const response = await sendRequest(origin, options);
  expectDocumented('partner', options.method ?? 'GET', options.path, response);
  return response;
}

/** For what HTTP forbids: answers the whole response as text. */
export async function requestBytes(bytes: Uint8Array): Promise<string> {
  return sendBytes(origin, bytes);
}

/** Runs the operator's command line against the shared run. */
export async function operator(...args: readonly string[]): Promise<CommandResult> {
  return operatorWithInput('', ...args);
}

/** The same with a text on its standard input. */
export async function operatorWithInput(input: string, ...args: readonly string[]): Promise<CommandResult> {
  const child = spawn(NODE, ['tools/operator/main.ts', ...args], {
    cwd: PROJECT_DIRECTORY,
    env: { ...process.env, LOCAL_DATA_DIR: dataDirectory },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A command that reads no input may be gone before it is written.
  child.stdin.on('error', () => {}).end(input);
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status, stdout, stderr };
}
