import { parseDisplayName } from '../base/display-name.ts';
import { untilWritten, type WriteResult } from '../base/until-written.ts';
import { type GeneratedApiKey, generateApiKey, isKeyId, isPartnerId, type KeyEnvironment } from '../model/api-key.ts';
import { type AuditAction, type AuditEvent, auditEvent } from '../model/audit-event.ts';
import { OPERATOR } from '../model/operator.ts';
import type { UserRecord } from '../model/records.ts';

/** Changes to partners and their credentials. Each is one transaction with its audit event; throws a DependencyError. */
export interface PartnerRegistry {
  /** Strongly consistent. */
  partnerExists(partnerId: string): Promise<boolean>;
  createPartner(partner: { partnerId: string; name: string }, event: AuditEvent): Promise<'created' | 'exists'>;
  addUser(
    user: { partnerId: string; subject: string; email: string; phone: string | null; role: 'owner' | 'member' },
    event: AuditEvent,
  ): Promise<'added' | 'exists' | 'partner_unknown'>;
  /** Strongly consistent. */
  findUsersByEmail(partnerId: string, email: string): Promise<readonly UserRecord[]>;
  /** Removes the user and revokes the user's legacy tokens. A conflict if the user has changed since it was read, or is gone. */
  removeUser(user: UserRecord, event: AuditEvent): Promise<WriteResult>;
  setPartnerStatus(
    partnerId: string,
    status: 'active' | 'suspended',
    event: AuditEvent,
  ): Promise<'changed' | 'unchanged' | 'partner_unknown'>;
  createApiKey(
    apiKey: GeneratedApiKey & { name: string },
    event: AuditEvent,
  ): Promise<'created' | 'partner_unknown' | 'partner_suspended' | 'limit_reached'>;
  /** Returns `not_found` if there is no such key, or it is deleted already. */
  revokeApiKey(partnerId: string, keyId: string, event: AuditEvent): Promise<'revoked' | 'not_found'>;
}

export interface Account {
  readonly subject: string;
  /** `elsewhere`: another OpenID provider holds the account. */
  readonly access: 'invited' | 'password_set' | 'unchanged' | 'elsewhere';
}

/** Creates accounts at the identity provider. Throws a DependencyError. */
export interface AccountDirectory {
  /**
   * Returns the account with this e-mail address; creates it if there is none. With a password the account can be used at once;
   * without one the provider invites its user. An account that is in use keeps its password.
   */
  ensureAccount(account: { email: string; phone: string | null; password: string | null }): Promise<Account>;
}

export type InvalidInput = { readonly outcome: 'invalid'; readonly detail: string };

const E_MAIL = /^[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/;
/** E.164. */
const PHONE = /^\+[1-9][0-9]{6,14}$/;

export async function createPartner(registry: PartnerRegistry, partnerId: string, name: string) {
  const displayName = parseDisplayName(name);
  if (!isPartnerId(partnerId)) return invalid('A partner ID has 4 to 32 letters and digits, for example demoPA.');
  if (displayName === null) return invalid('A name has 1 to 64 printable characters.');
  return { outcome: await registry.createPartner({ partnerId, name: displayName }, event('partner.created', null)) };
}

export async function addUser(
  registry: PartnerRegistry,
  directory: AccountDirectory,
  user: { partnerId: string; email: string; phone: string | null; password: string | null },
) {
  const email = user.email.trim().toLowerCase();
  if (!isPartnerId(user.partnerId)) return invalid('A partner ID has 4 to 32 letters and digits, for example demoPA.');
  if (!E_MAIL.test(email) || email.length > 254) return invalid('The e-mail address is ill-formed.');
  if (user.phone !== null && !PHONE.test(user.phone)) {
    return invalid('A phone number is written with a plus sign and digits only, for example +4930123456.');
  }
  // Checked before anybody is invited; the transaction checks it again.
  if (!(await registry.partnerExists(user.partnerId))) return { outcome: 'partner_unknown' as const };
  // The account comes first: without a record it gives no access, and running the command again completes it.
  const { subject, access } = await directory.ensureAccount({ email, phone: user.phone, password: user.password });
  const outcome = await registry.addUser(
    { partnerId: user.partnerId, subject, email, phone: user.phone, role: 'owner' },
    event('user.added', email),
  );
  return { outcome, access };
}

/**
 * Removes a user from a partner. From the next request on the user has no access to the hub and no legacy tokens. The account at
 * the identity provider stays but gives no access. Keys belong to the partner and stay.
 */
export async function removeUser(registry: PartnerRegistry, partnerId: string, emailAddress: string) {
  if (!isPartnerId(partnerId)) return invalid('A partner ID has 4 to 32 letters and digits, for example demoPA.');
  const email = emailAddress.trim().toLowerCase();
  // One person may have several accounts: one in the user pool, and one at another OpenID provider.
  let removed = 0;
  return untilWritten('The user', async () => {
    const users = await registry.findUsersByEmail(partnerId, email);
    if (users.length === 0) return { outcome: removed === 0 ? ('not_found' as const) : ('removed' as const) };
    for (const user of users) {
      if ((await registry.removeUser(user, event('user.removed', email))) === 'written') removed++;
    }
    // Reads again: a user whose tokens have changed meanwhile still exists.
    return 'conflict';
  });
}

export async function setPartnerStatus(registry: PartnerRegistry, partnerId: string, status: 'active' | 'suspended') {
  if (!isPartnerId(partnerId)) return invalid('A partner ID has 4 to 32 letters and digits, for example demoPA.');
  const action = status === 'suspended' ? 'partner.suspended' : 'partner.reactivated';
  return { outcome: await registry.setPartnerStatus(partnerId, status, event(action, null)) };
}

/** Creates a key without a code, for example for the demo. The plaintext is in the result and nowhere else. */
export async function createOperatorApiKey(
  registry: PartnerRegistry,
  options: { environment: KeyEnvironment; partnerId: string; name: string },
) {
  const generated = generateApiKey(options.environment, options.partnerId);
  const outcome = await registry.createApiKey(
    { ...generated, name: options.name },
    event('api_key.created', generated.keyId),
  );
  return { outcome, key: generated.key };
}

export async function revokeApiKey(registry: PartnerRegistry, partnerId: string, keyId: string) {
  if (!isPartnerId(partnerId)) return invalid('A partner ID has 4 to 32 letters and digits, for example demoPA.');
  if (!isKeyId(keyId)) return invalid('A key ID has 12 letters and digits.');
  return { outcome: await registry.revokeApiKey(partnerId, keyId, event('api_key.deleted', keyId)) };
}

function event(action: AuditAction, target: string | null): AuditEvent {
  return auditEvent(action, { actor: OPERATOR, target, ip: null, nowMs: Date.now() });
}

function invalid(detail: string): InvalidInput {
  return { outcome: 'invalid', detail };
}
