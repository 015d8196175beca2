import { revokeApiKey, setPartnerStatus } from '../../../lambdas/domain/partners/manage-partners.ts';
import { changeSettingsOf } from '../../../lambdas/domain/settings/operate-settings.ts';
import type { JsonCall } from '../../client/http.ts';
import { CodeInbox } from '../../client/mailbox.ts';
import { Connection, patiently } from '../run/connection.ts';
import {
  expectOutcome,
  expectStatus,
  managementCall,
  newKey,
  newPartner,
  newToken,
  newUser,
  type ProofKey,
  type ProofUser,
  signIn,
} from '../run/partners.ts';
import type { Target } from '../run/private-run.ts';
import { offAndOn, type Scenario } from './change.ts';
import { partnerCalls } from './partner-calls.ts';
import { type ClassName, Subject, type Tally } from './subject.ts';

export interface ScenarioOptions {
  readonly target: Target;
  /** Where the load goes; the changes go to the run itself. */
  readonly partnerApi: string;
  readonly hub: string;
  readonly tallies: ReadonlyMap<ClassName, Tally>;
}

export class Scenarios {
  readonly #options: ScenarioOptions;
  readonly #connection = new Connection();

  constructor(options: ScenarioOptions) {
    this.#options = options;
  }

  /** Deletes keys of one partner one after the other, through the Management API. */
  async deletedKeys(count: number): Promise<Scenario> {
    const { target } = this.#options;
    const { partnerId, idToken } = await this.#partnerWithUser();
    const keys = await this.#keys(partnerId, count + 1);
    const changes = keys.slice(1).map(({ id, key }) => ({
      to: 'refused' as const,
      of: [this.#subject('key deleted by its partner', 401, partnerId, { 'x-api-key': key })],
      make: () => this.#manage(managementCall(target.hub, idToken, 'DELETE', `/api-keys/${id}`), 204),
    }));
    return { changes, beside: [this.#untouched(partnerId, keys)] };
  }

  /** Revokes keys with the operator's code. */
  async revokedKeys(count: number): Promise<Scenario> {
    const partnerId = await newPartner(this.#options.target);
    const keys = await this.#keys(partnerId, count + 1);
    const { registry } = this.#options.target;
    const changes = keys.slice(1).map(({ id, key }) => ({
      to: 'refused' as const,
      of: [this.#subject('key revoked by the operator', 401, partnerId, { 'x-api-key': key })],
      make: async () => expectOutcome(await revokeApiKey(registry, partnerId, id), 'revoked'),
    }));
    return { changes, beside: [this.#untouched(partnerId, keys)] };
  }

  /** Disables keys of one partner one after the other. */
  async disabledKeys(count: number): Promise<Scenario> {
    const { target } = this.#options;
    const { partnerId, idToken } = await this.#partnerWithUser();
    const keys = await this.#keys(partnerId, count + 1);
    const changes = keys.slice(1).map(({ id, key }) => ({
      to: 'refused' as const,
      of: [this.#subject('key disabled by its partner', 403, partnerId, { 'x-api-key': key })],
      make: () =>
        this.#manage(managementCall(target.hub, idToken, 'PATCH', `/api-keys/${id}`, { status: 'disabled' }), 200),
    }));
    return { changes, beside: [this.#untouched(partnerId, keys)] };
  }

  /** Restricts a partner to IP addresses that nobody calls from; the operator's code undoes it without a one-time code. */
  async restrictedPartners(cycles: number): Promise<Scenario> {
    const { target } = this.#options;
    const { partnerId, idToken } = await this.#partnerWithUser();
    const { key } = await newKey(target, partnerId);
    const of = [
      this.#subject('key, partner restricted to other IP addresses and back', 403, partnerId, { 'x-api-key': key }),
    ];
    const close = () =>
      this.#manage(managementCall(target.hub, idToken, 'PATCH', '/settings', { allowed_ips: ['192.0.2.1'] }), 200);
    const open = async () =>
      expectOutcome(await changeSettingsOf(target.controls, partnerId, { allowedIps: [] }), 'changed');
    return { changes: offAndOn(cycles, of, close, { make: open }), beside: [] };
  }

  async suspensions(cycles: number): Promise<Scenario> {
    const { target } = this.#options;
    const partnerId = await newPartner(target);
    const token = await newToken(target, await newUser(target, partnerId));
    const { key } = await newKey(target, partnerId);
    const of = [
      this.#subject('key, partner suspended and back', 403, partnerId, { 'x-api-key': key }),
      this.#subject('token, partner suspended and back', 403, partnerId, { authorization: `Bearer ${token}` }),
    ];
    const set = (status: 'active' | 'suspended') => async () =>
      expectOutcome(await setPartnerStatus(target.registry, partnerId, status), 'changed');
    return { changes: offAndOn(cycles, of, set('suspended'), { make: set('active') }), beside: [] };
  }

  async legacySwitches(cycles: number): Promise<Scenario> {
    const { target } = this.#options;
    const { partnerId, user, idToken } = await this.#partnerWithUser();
    const token = await newToken(target, user);
    const keys = await this.#keys(partnerId, 1);
    const of = [
      this.#subject('token, legacy tokens turned off and on', 403, partnerId, { authorization: `Bearer ${token}` }),
    ];
    const put = (body: object) => this.#manage(managementCall(target.hub, idToken, 'PUT', '/legacy-token', body), 200);
    const changes = { enabled: true };
    let presented = {};
    const on = {
      prepare: async () => {
        presented = await this.#code(user, idToken, { purpose: 'update_legacy_token', changes });
      },
      make: () => put({ ...changes, ...presented }),
    };
    return {
      changes: offAndOn(cycles, of, () => put({ enabled: false }), on),
      beside: [this.#untouched(partnerId, keys)],
    };
  }

  /** Returns a credential that is always accepted, and one that is always refused. */
  async bystanders(): Promise<Subject[]> {
    const { target } = this.#options;
    const partnerId = await newPartner(target);
    const [kept, gone] = [await newKey(target, partnerId), await newKey(target, partnerId)];
    expectOutcome(await revokeApiKey(target.registry, partnerId, gone.id), 'revoked');
    const headers = { 'x-api-key': gone.key };
    const calls = partnerCalls(this.#options.partnerApi, partnerId, headers);
    return [
      this.#untouched(partnerId, [kept]),
      new Subject(
        { of: 'nothing: never to be accepted', refusal: 401, calls, initially: 'refused' },
        this.#options.tallies,
      ),
    ];
  }

  close(): void {
    this.#connection.close();
  }

  async #partnerWithUser() {
    const { target } = this.#options;
    const partnerId = await newPartner(target);
    const user = await newUser(target, partnerId);
    return { partnerId, user, idToken: await signIn(target, user) };
  }

  /** Creates keys one after the other: all of them count on the same record. */
  async #keys(partnerId: string, count: number): Promise<ProofKey[]> {
    const keys: ProofKey[] = [];
    while (keys.length < count) keys.push(await newKey(this.#options.target, partnerId));
    return keys;
  }

  async #code(user: ProofUser, idToken: string, change: object): Promise<object> {
    const { hub, mailbox } = this.#options.target;
    const inbox = new CodeInbox(mailbox, user.email);
    await inbox.skipOldMessages();
    const request = managementCall(hub, idToken, 'POST', '/otp-challenges', change);
    const { json } = expectStatus(await patiently(() => this.#connection.call(request)), 201);
    return { challenge_id: json.id, code: await inbox.waitForCode() };
  }

  async #manage(call: JsonCall, status: number): Promise<void> {
    const response = await patiently(() => this.#connection.call(call));
    // Made by an earlier attempt, which got a 503: the key is deleted, or the code used.
    if (response.status === (call.method === 'DELETE' ? 404 : 410)) return;
    expectStatus(response, status);
  }

  #untouched(partnerId: string, [first]: readonly ProofKey[]): Subject {
    return this.#subject('nothing: never to be refused', 0, partnerId, { 'x-api-key': first?.key ?? '' });
  }

  #subject(of: ClassName, refusal: number, partnerId: string, headers: Record<string, string>): Subject {
    return this.#subjectOf(of, refusal, partnerCalls(this.#options.partnerApi, partnerId, headers));
  }

  #subjectOf(of: ClassName, refusal: number, calls: readonly [JsonCall, ...JsonCall[]]): Subject {
    return new Subject({ of, refusal, calls }, this.#options.tallies);
  }
}
