import { parseDisplayName } from '../base/display-name.ts';
import { type GeneratedApiKey, generateApiKey, isKeyId, isPartnerId, type KeyEnvironment } from '../model/api-key.ts';
import { type AuditAction, type AuditEvent, auditEvent } from '../model/audit-event.ts';
import { invalid, invalidPartnerId } from '../model/invalid-input.ts';
import { OPERATOR } from '../model/operator.ts';

/** Changes to partners and their credentials. Each is one transaction with its audit event; throws a DependencyError. */
export interface PartnerRegistry {
  createPartner(partner: NewPartner, event: AuditEvent): Promise<'created' | 'exists'>;
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

export interface NewPartner {
  readonly partnerId: string;
  readonly name: string;
  readonly legacyTokenEnabled: boolean;
}

export async function createPartner(
  registry: PartnerRegistry,
  partnerId: string,
  name: string,
  { legacyTokenEnabled = false }: Pick<Partial<NewPartner>, 'legacyTokenEnabled'> = {},
) {
  const parsed = parseDisplayName(name);
  if (!isPartnerId(partnerId)) return invalidPartnerId();
  if ('detail' in parsed) return invalid(parsed.detail);
  const partner = { partnerId, name: parsed.name, legacyTokenEnabled };
  return { outcome: await registry.createPartner(partner, event('partner.created', null)) };
}

export async function setPartnerStatus(registry: PartnerRegistry, partnerId: string, status: 'active' | 'suspended') {
  if (!isPartnerId(partnerId)) return invalidPartnerId();
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
  if (!isPartnerId(partnerId)) return invalidPartnerId();
  if (!isKeyId(keyId)) return invalid('A key ID has 12 letters and digits.');
  return { outcome: await registry.revokeApiKey(partnerId, keyId, event('api_key.deleted', keyId)) };
}

function event(action: AuditAction, target: string | null): AuditEvent {
  return auditEvent(action, { actor: OPERATOR, target, ip: null, nowMs: Date.now() });
}
