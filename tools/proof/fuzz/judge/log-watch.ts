import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  MANAGEMENT_API_ACCESS_LOG_FORMAT,
  PARTNER_API_ACCESS_LOG_FORMAT,
} from '../../../../lib/rest-api/access-log-format.ts';
import type { SecretScanner } from './secret-scanner.ts';

export interface AcceptedCall {
  readonly id: string;
  readonly partnerId: string;
}

export interface LogReport {
  readonly violations: readonly string[];
  /** Calls of the Partner API that the authorizer allowed. */
  readonly allowed: readonly AcceptedCall[];
}

const FORMATS: Readonly<Record<string, string>> = {
  'partner-api-access.log': PARTNER_API_ACCESS_LOG_FORMAT.toString(),
  'management-api-access.log': MANAGEMENT_API_ACCESS_LOG_FORMAT.toString(),
};
const PARTNER_API_LOG = 'partner-api-access.log';
const LINE_LIMIT_MS = 20_000;
const PAUSE_MS = 20;

/** Reads what is new in the log files of a run. */
export class LogWatch {
  readonly #directory: string;
  readonly #scanner: SecretScanner;
  readonly #offsets = new Map<string, number>();

  /** Ignores what the logs hold already. */
  constructor(dataDirectory: string, scanner: SecretScanner) {
    this.#directory = join(dataDirectory, 'logs');
    this.#scanner = scanner;
    for (const name of this.#files()) this.#readNew(name);
  }

  /** Waits for the line of the call with this ID, after which those of all earlier responses are there. Returns what is new. */
  async readUntil(callId: string): Promise<LogReport> {
    const texts = new Map<string, string>();
    const limit = performance.now() + LINE_LIMIT_MS;
    do {
      for (const name of this.#files()) texts.set(name, (texts.get(name) ?? '') + this.#readNew(name));
      if (texts.get(PARTNER_API_LOG)?.includes(callId)) return this.#reportOn(texts);
      await setTimeout(PAUSE_MS);
    } while (performance.now() < limit);
    throw new Error('The access log has no line for a call that got a response.');
  }

  #reportOn(texts: ReadonlyMap<string, string>): LogReport {
    const violations = new Set<string>();
    const allowed: AcceptedCall[] = [];
    for (const [file, text] of texts) {
      const format = FORMATS[file];
      for (const line of format === undefined ? [] : text.split('\n').filter((one) => one !== '')) {
        const fault = faultOfLine(line, format ?? '{}');
        if (fault !== null) violations.add(`A line of ${file} ${fault}.`);
        const call = fault === null ? JSON.parse(line) : {};
        if (file === PARTNER_API_LOG && call.code === 'allowed') {
          allowed.push({ id: call.extended_request_id, partnerId: call.partner_id });
        }
      }
      if (this.#scanner.find(text).length > 0) violations.add(`${file} has a secret in it.`);
    }
    return { violations: [...violations], allowed };
  }

  #files(): readonly string[] {
    return readdirSync(this.#directory).filter((name) => name.endsWith('.log'));
  }

  /** Returns complete lines only, bytes as characters. */
  #readNew(name: string): string {
    const file = openSync(join(this.#directory, name), 'r');
    try {
      const offset = this.#offsets.get(name) ?? 0;
      const bytes = Buffer.alloc(fstatSync(file).size - offset);
      const length = readSync(file, bytes, 0, bytes.length, offset);
      const end = bytes.subarray(0, length).lastIndexOf('\n') + 1;
      this.#offsets.set(name, offset + end);
      return bytes.subarray(0, end).toString('latin1');
    } finally {
      closeSync(file);
    }
  }
}

/** A line is JSON with the fields of its format, each once, whatever a client has sent. */
function faultOfLine(line: string, format: string): string | null {
  const names = Object.keys(JSON.parse(format));
  let call: Record<string, unknown>;
  try {
    call = JSON.parse(line);
  } catch {
    return 'is not JSON';
  }
  if (Object.keys(call).join() !== names.join()) return 'has other fields than its format';
  return names.every((name) => line.split(`"${name}":`).length === 2) ? null : 'has a field twice';
}
