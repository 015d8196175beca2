import { setTimeout } from 'node:timers/promises';
import { disableApiKey } from '../../../../lambdas/domain/api-keys/operate-api-keys.ts';
import { auditEvent } from '../../../../lambdas/domain/model/audit-event.ts';
import { OPERATOR } from '../../../../lambdas/domain/model/operator.ts';
import type { Scope } from '../../../../lambdas/domain/model/scopes.ts';
import { revokeApiKey, setPartnerStatus } from '../../../../lambdas/domain/partners/manage-partners.ts';
import { removeUser } from '../../../../lambdas/domain/users/manage-users.ts';
import { callJson } from '../../../client/http.ts';
import { signInAt } from '../../../client/sign-in.ts';
import {
  expectOutcome,
  managementCall,
  newKey,
  newPartner,
  newToken,
  newUser,
  PASSWORD,
  type ProofKey,
  type ProofUser,
} from '../../run/partners.ts';
import type { Target } from '../../run/private-run.ts';
import { type Credential, Credentials } from './credentials.ts';
import { forgedIdTokens } from './forged-id-tokens.ts';
import { forgedKeys } from './forged-keys.ts';

/** What the scoped key may do, and nothing else. */
export const ONLY_SCOPE = 'clients:read';

interface Partner {
  readonly id: string;
  readonly user: ProofUser;
  readonly key: ProofKey;
  readonly token: string;
}

/**
 * Partners of a run under attack. Cases speak of them by these names, in placeholders:
 * - `a` and `b` call the Partner API with good credentials; nobody changes anything of theirs;
 * - `m` has a user of the hub, whose ID token is good, and who may change what is theirs;
 * - `suspended`, `off` (legacy tokens turned off) and `removed` (its user was removed) have credentials that are good for nothing.
 * `honest` is not attacked: its calls must succeed all the time.
 */
export class World {
  readonly credentials = new Credentials();
  readonly #target: Target;
  readonly #signInKeysFile: string;
  readonly #honest: Partner;
  readonly #staff: Partner;

  static async create(target: Target, signInKeysFile: string): Promise<World> {
    const partner = (name: string) => createPartner(target, name);
    const [a, b] = [await partner('a'), await partner('b')];
    const world = new World(target, signInKeysFile, await partner('honest'), await partner('m'));
    world.#add('a', a, 'good');
    world.#add('b', b, 'good');
    world.#add('m', world.#staff, 'good');
    world.#add('honest', world.#honest, 'good');
    for (const [name, of, other] of [
      ['a', a, b],
      ['b', b, a],
    ] as const) {
      for (const [form, key] of Object.entries(forgedKeys(of.key.key, other.id))) {
        world.credentials.name(`${name}.key.${form}`, key);
      }
    }
    await world.#addRestricted(a);
    await world.#addRefused(await partner('suspended'), await partner('off'), await partner('removed'));
    await world.renew();
    return world;
  }

  private constructor(target: Target, signInKeysFile: string, honest: Partner, staff: Partner) {
    this.#target = target;
    this.#signInKeysFile = signInKeysFile;
    this.#honest = honest;
    this.#staff = staff;
    this.credentials.name('password', PASSWORD);
    this.credentials.addSecret(PASSWORD);
  }

  get partnerIds(): ReadonlySet<string> {
    return this.credentials.partnerIds;
  }

  /** Signs in again, before ID tokens expire after fifteen minutes, or after the session was ended. */
  async renew(): Promise<void> {
    const { id, user } = this.#staff;
    // A sign-in in the second in which sessions were ended counts as one of them.
    await setTimeout(1000 - (Date.now() % 1000));
    const tokens = await signInAt(this.#target.hub, user.email, PASSWORD);
    this.credentials.addGood('m.id-token', tokens.idToken, { kind: 'id_token', partnerId: id, scope: null });
    for (const [form, token] of Object.entries(forgedIdTokens(tokens, this.#signInKeysFile))) {
      this.credentials.name(`m.id-token.${form}`, token);
    }
    for (const secret of [tokens.accessToken, tokens.refreshToken]) this.credentials.addSecret(secret);
  }

  /** Makes a call that nothing forbids. Returns the ID that the gateway gave it, and what is wrong with its response, or null. */
  async honestCall(): Promise<{ readonly id: string; readonly problem: string | null }> {
    const url = `${this.#target.partnerApi}/api/v2/partners/${this.#honest.id}/webhook_url`;
    const headers = { 'x-api-key': this.#honest.key.key };
    const response = await callJson({ url, headers }).catch(() => null);
    const health = await callJson({ url: `${this.#target.hub}/management/v1/health` }).catch(() => null);
    const wanted = webhookUrl(this.#honest.id);
    const isServed = response?.status === 200 && response.json?.webhook_url === wanted && health?.status === 200;
    return {
      id: response?.headers['x-amz-apigw-id'] ?? '',
      problem: isServed ? null : `An honest call got ${response?.status}, and GET /health ${health?.status}.`,
    };
  }

  #add(name: string, { id, user, key, token }: Partner, worth: 'good' | 'refused'): void {
    const { credentials } = this;
    credentials.addPartner(name, id, [user.email, webhookUrl(id), keyName(id)]);
    credentials.name(`${name}.email`, user.email);
    if (worth === 'good') credentials.addSignIn(user.email, id);
    credentials.name(`${name}.key-id`, key.id);
    this.#addCredential(`${name}.key`, key.key, { kind: 'api_key', partnerId: id, scope: null }, worth);
    this.#addCredential(`${name}.token`, token, { kind: 'legacy_token', partnerId: id, scope: null }, worth);
  }

  #addCredential(name: string, text: string, credential: Credential, worth: 'good' | 'refused'): void {
    this.credentials.name(name, text);
    this.credentials.addSecret(text);
    if (worth === 'good') this.credentials.addGood(name, text, credential);
  }

  /** Adds keys of a partner that are good for little, or no longer good. */
  async #addRestricted({ id }: Partner): Promise<void> {
    const { registry, controls } = this.#target;
    const [scoped, deleted, disabled] = [
      await newKey(this.#target, id),
      await newKey(this.#target, id),
      await newKey(this.#target, id),
    ];
    const before = await controls.keys.find(id, scoped.id);
    if (before === null) throw new Error('The new key is missing.');
    const scopes: readonly Scope[] = [ONLY_SCOPE];
    const event = auditEvent('api_key.updated', { actor: OPERATOR, target: scoped.id, ip: null, nowMs: Date.now() });
    await controls.keys.update(id, before, { ...before, scopes }, null, event);
    expectOutcome(await revokeApiKey(registry, id, deleted.id), 'revoked');
    expectOutcome(await disableApiKey(controls, id, disabled.id), 'disabled');
    this.credentials.addGood('a.scoped-key', scoped.key, { kind: 'api_key', partnerId: id, scope: ONLY_SCOPE });
    const refused: Credential = { kind: 'api_key', partnerId: id, scope: null };
    this.#addCredential('a.deleted-key', deleted.key, refused, 'refused');
    this.#addCredential('a.disabled-key', disabled.key, refused, 'refused');
  }

  async #addRefused(suspended: Partner, off: Partner, removed: Partner): Promise<void> {
    const { registry, users, hub } = this.#target;
    for (const [name, partner] of [
      ['suspended', suspended],
      ['off', off],
      ['removed', removed],
    ] as const) {
      this.#add(name, partner, 'refused');
    }
    expectOutcome(await setPartnerStatus(registry, suspended.id, 'suspended'), 'changed');
    const session = await signInAt(hub, off.user.email, PASSWORD);
    const { status } = await callJson(managementCall(hub, session.idToken, 'PUT', '/legacy-token', { enabled: false }));
    if (status !== 200) throw new Error(`Legacy tokens could not be turned off: ${status}.`);
    const { idToken } = await signInAt(hub, removed.user.email, PASSWORD);
    expectOutcome(await removeUser(users, removed.id, removed.user.email), 'removed');
    this.credentials.name('removed.id-token', idToken);
    this.credentials.addSecret(idToken);
  }
}

async function createPartner(target: Target, name: string): Promise<Partner> {
  const id = await newPartner(target);
  const user = await newUser(target, id);
  const key = await newKey(target, id, keyName(id));
  // Data of its own at the upstream, to be recognized in a response.
  const { status } = await callJson({
    method: 'PATCH',
    url: `${target.partnerApi}/api/v2/partners/${id}`,
    headers: { 'x-api-key': key.key },
    body: { webhook_url: webhookUrl(id) },
  });
  if (status !== 200) throw new Error(`The upstream's data of ${name} could not be changed: ${status}.`);
  return { id, user, key, token: await newToken(target, user) };
}

function webhookUrl(partnerId: string): string {
  return `https://hooks-${partnerId.slice(-12)}.example/events`;
}

function keyName(partnerId: string): string {
  return `Fuzz ${partnerId.slice(-10)}`;
}
