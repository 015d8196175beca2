import type { FuzzCase } from './cases/fuzz-case.ts';
import { AllowedCalls } from './judge/allowed-calls.ts';
import { CALL_ID, Judge } from './judge/judge.ts';
import { LogWatch } from './judge/log-watch.ts';
import { SecretScanner } from './judge/secret-scanner.ts';
import { type Exchange, exchange } from './wire/exchange.ts';
import { headerOf } from './wire/read-responses.ts';
import { fillInCase } from './wire/render-message.ts';
import type { World } from './world/world.ts';

/** Where each front is. */
export interface Origins {
  readonly 'partner-api': string;
  readonly hub: string;
  readonly 'management-api': string;
}

/** Tokens that a run issues under attack; older ones are no longer looked for, so that looking stays quick. */
const MAX_ISSUED = 50;

/** Sends cases to one run, and holds its responses and logs to the promises. */
export class Attack {
  readonly #origins: Origins;
  readonly #world: World;
  readonly #scanner = new SecretScanner();
  readonly #judge: Judge;
  readonly #logs: LogWatch;
  readonly #allowed = new AllowedCalls();
  readonly #issued: string[] = [];
  #sessionEnded = false;
  #renewal: Promise<void> | null = null;

  /** @param ownSecrets - of the run itself, such as the pepper of codes */
  constructor(origins: Origins, world: World, dataDirectory: string, ownSecrets: readonly string[]) {
    this.#origins = origins;
    this.#world = world;
    for (const secret of [...ownSecrets, ...world.credentials.secrets]) this.#scanner.add(secret);
    this.#judge = new Judge(world.credentials, this.#scanner);
    this.#logs = new LogWatch(dataDirectory, this.#scanner);
  }

  /** Sends a case. Returns the exchange, and the violations that its responses show. */
  async send(of: FuzzCase): Promise<{ readonly exchange: Exchange; readonly violations: readonly string[] }> {
    const messages = fillInCase(of, this.#world.credentials.values);
    const found = await exchange(this.#origins[of.front], messages);
    const { violations, entitledIds, unanswered } = this.#judge.judge(of, messages, found);
    this.#allowed.add(entitledIds, unanswered);
    this.#learn(found);
    if (endsSession(of) && found.responses.some(({ status }) => status === 204)) this.#sessionEnded = true;
    return { exchange: found, violations };
  }

  /** Signs in again if a request with a good ID token has ended its session: all others would only be refused. */
  async renewIfEnded(): Promise<void> {
    if (!this.#sessionEnded) return;
    this.#renewal ??= this.renew().finally(() => {
      this.#renewal = null;
    });
    await this.#renewal;
  }

  /** Makes an honest call, and looks into the logs of everything that was sent before. Returns the violations. */
  async check(): Promise<readonly string[]> {
    const { id, problem } = await this.#world.honestCall();
    if (problem !== null) return [problem];
    this.#allowed.add([id]);
    const { violations, allowed } = await this.#logs.readUntil(id);
    const fault = this.#allowed.faultOf(allowed.filter((call) => this.#world.partnerIds.has(call.partnerId)));
    return fault === null ? violations : [...violations, fault];
  }

  /** Signs in again. */
  async renew(): Promise<void> {
    await this.#world.renew();
    this.#sessionEnded = false;
    for (const secret of this.#world.credentials.secrets) this.#scanner.add(secret);
  }

  /** What a response is made to return must be in no later one. */
  #learn({ responses }: Exchange): void {
    for (const response of responses) {
      if (response.status >= 300 || headerOf(response, CALL_ID) === undefined) continue;
      const token = /"access_token":"([^"]+)"/.exec(response.body)?.[1];
      if (token === undefined) continue;
      this.#scanner.add(token);
      this.#issued.push(token);
      const oldest = this.#issued.length > MAX_ISSUED ? this.#issued.shift() : undefined;
      if (oldest !== undefined) this.#scanner.remove(oldest);
    }
  }
}

function endsSession({ messages }: FuzzCase): boolean {
  return messages.some(({ method, target }) => method === 'DELETE' && target.includes('/sessions'));
}
