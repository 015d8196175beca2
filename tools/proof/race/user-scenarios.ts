import { endAccess } from '../../../lambdas/domain/users/end-access.ts';
import { removeUser } from '../../../lambdas/domain/users/manage-users.ts';
import { Connection } from '../run/connection.ts';
import {
  expectOutcome,
  managementCall,
  newPartner,
  newToken,
  newUser,
  type ProofUser,
  signIn,
  tokenCall,
} from '../run/partners.ts';
import type { Change, Scenario } from './change.ts';
import { partnerCalls } from './partner-calls.ts';
import type { ScenarioOptions } from './scenarios.ts';
import { type ClassName, Subject, type SubjectOptions } from './subject.ts';

/** More than one, because a token used to end others. */
const TOKENS = 3;
/** While the user is removed. */
const LOGINS = 4;

/** What ends the access of users: their tokens and sessions must be refused, also tokens that are being issued. */
export class UserScenarios {
  readonly #options: ScenarioOptions;
  readonly #connection = new Connection();
  readonly #logins: Promise<void>[] = [];

  constructor(options: ScenarioOptions) {
    this.#options = options;
  }

  removedUsers(count: number): Promise<Scenario> {
    const { users } = this.#options.target;
    return this.#each(count, 'removed', 403, async (user) => {
      const logins = Array.from({ length: LOGINS }, () => this.#login(user));
      // The others are about to write theirs then.
      await Promise.race(logins);
      const removed = removeUser(users, user.partnerId, user.email);
      this.#logins.push(...logins.map((login) => this.#judge(user, login, removed)));
      expectOutcome(await removed, 'removed');
    });
  }

  signedOutUsers(count: number): Promise<Scenario> {
    const { users } = this.#options.target;
    return this.#each(count, 'signed out everywhere', 401, async ({ email }) => {
      const { userId = '' } = (await users.findByEmail(email)) ?? {};
      const signOut = { action: 'user.signed_out', actor: email, ip: null } as const;
      expectOutcome(await endAccess(userId, signOut, { users, nowMs: Date.now() }), 'ended');
    });
  }

  /** Resolves when every token that was issued during a removal is judged. */
  async settled(): Promise<void> {
    await Promise.all(this.#logins);
    this.#connection.close();
  }

  async #each(
    count: number,
    how: 'removed' | 'signed out everywhere',
    sessionRefusal: number,
    end: (user: ProofUser) => Promise<void>,
  ): Promise<Scenario> {
    const { target, hub, partnerApi, tallies } = this.#options;
    const partnerId = await newPartner(target);
    const changes: Change[] = [];
    for (let n = 0; n < count; n++) {
      const user = await newUser(target, partnerId);
      const idToken = await signIn(target, user);
      const tokens: string[] = [];
      while (tokens.length < TOKENS) tokens.push(await newToken(target, user));
      const [first, ...others] = tokens.flatMap((token) =>
        partnerCalls(partnerApi, partnerId, { authorization: `Bearer ${token}` }),
      );
      if (first === undefined) throw new Error('There is no token.');
      const session = managementCall(hub, idToken, 'GET', '/session');
      const subject = (of: ClassName, refusal: number, calls: SubjectOptions['calls']) =>
        new Subject({ of, refusal, calls }, tallies);
      changes.push({
        to: 'refused',
        of: [
          subject(`token, its user ${how}`, 401, [first, ...others]),
          subject(`hub session, its user ${how}`, sessionRefusal, [session]),
        ],
        make: () => end(user),
      });
    }
    return { changes, beside: [] };
  }

  /** Returns the token; null if none was issued. */
  async #login(user: ProofUser): Promise<string | null> {
    const connection = new Connection();
    const { status, json } = await connection.call(tokenCall(this.#options.target, user));
    connection.close();
    return status === 200 ? json.access_token : null;
  }

  /** Calls with a token of such a login after the removal. */
  async #judge({ partnerId }: ProofUser, login: Promise<string | null>, removed: Promise<unknown>): Promise<void> {
    const [token] = await Promise.all([login, removed]);
    if (token === null) return;
    const calls = partnerCalls(this.#options.partnerApi, partnerId, { authorization: `Bearer ${token}` });
    const of = 'token issued while its user is removed';
    const subject = new Subject({ of, refusal: 401, calls, initially: 'refused' }, this.#options.tallies);
    subject.countChange();
    for (const call of calls) subject.judge(await this.#connection.timed(call));
  }
}
