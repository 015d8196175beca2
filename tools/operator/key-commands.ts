import { text } from 'node:stream/consumers';
import { disableApiKey, listKeysOf } from '../../lambdas/domain/api-keys/operate-api-keys.ts';
import { identifyApiKey } from '../../lambdas/domain/model/api-key.ts';
import type { ApiKeyDetails } from '../../lambdas/domain/model/records.ts';
import { revokeApiKey } from '../../lambdas/domain/partners/manage-partners.ts';
import { OperatorError } from './operator-error.ts';
import type { OperatorPorts } from './ports.ts';

export interface NamedKey {
  readonly partnerId: string;
  readonly keyId: string;
}

export interface KeyOptions {
  readonly fromStdin?: boolean;
}

export const NAME_A_KEY = 'give a partner ID and a key ID, or the hint of a key, or --from-stdin alone';

/**
 * Returns how to find the key that a command names: by partner and key ID, by its hint, or by what standard input holds. null if
 * the command names none of them, or more than one. Never repeats an argument, which may be part of a key.
 */
export function nameKey(
  first: string | undefined,
  keyId: string | undefined,
  { fromStdin = false }: KeyOptions,
): ((ports: OperatorPorts) => Promise<NamedKey>) | null {
  if (fromStdin) return first === undefined ? keyOfStandardInput : null;
  if (first === undefined) return null;
  const named = keyId === undefined ? identifyApiKey(first) : { partnerId: first, keyId };
  return named === null ? null : async () => named;
}

async function keyOfStandardInput({ standardInput }: OperatorPorts): Promise<NamedKey> {
  const named = identifyApiKey((await text(standardInput)).trim());
  if (named === null) throw new OperatorError('Standard input holds neither an API key nor the hint of one.');
  return named;
}

/** Commands about keys. Each returns what is printed, and throws an OperatorError or a DependencyError. */

export async function listKeys({ controls }: OperatorPorts, partnerId: string): Promise<string> {
  const result = await listKeysOf(controls, partnerId);
  if (result.outcome === 'partner_unknown') throw new OperatorError(`There is no partner ${partnerId}.`);
  if (result.keys.length === 0) return `The partner ${partnerId} has no keys.`;
  return result.keys.map((key) => describeKey(key, Date.now())).join('\n\n');
}

export async function disableKey({ controls }: OperatorPorts, { partnerId, keyId }: NamedKey): Promise<string> {
  switch ((await disableApiKey(controls, partnerId, keyId)).outcome) {
    case 'not_found':
      throw new OperatorError(`The partner ${partnerId} has no key ${keyId}; nothing was changed.`);
    case 'unchanged':
      throw new OperatorError(`The key ${keyId} is already disabled; nothing was changed.`);
    case 'disabled':
      return `Disabled the key ${keyId} of the partner ${partnerId}. Its users can enable it with a one-time code; "key revoke" cannot be undone.`;
  }
}

export async function revokeKey({ registry }: OperatorPorts, { partnerId, keyId }: NamedKey): Promise<string> {
  const result = await revokeApiKey(registry, partnerId, keyId);
  switch (result.outcome) {
    case 'invalid':
      throw new OperatorError(result.detail);
    case 'not_found':
      throw new OperatorError(`The partner ${partnerId} has no active key ${keyId}; nothing was changed.`);
    case 'revoked':
      return `Revoked the key ${keyId} of the partner ${partnerId}.`;
  }
}

function describeKey(key: ApiKeyDetails, nowMs: number): string {
  const { keyId, name, hint, scopes, allowedIps, expiresAt, createdAt, createdBy, rotatedTo } = key;
  const expired = expiresAt !== null && expiresAt * 1000 <= nowMs;
  return [
    `${keyId}  ${name}`,
    `  status   ${key.status === 'disabled' ? 'disabled' : expired ? 'expired' : 'active'}`,
    `  hint     ${hint}`,
    `  scopes   ${scopes.join(', ')}`,
    `  from     ${allowedIps.length === 0 ? 'any IP address' : allowedIps.join(', ')}`,
    `  expires  ${expiresAt === null ? 'never' : new Date(expiresAt * 1000).toISOString()}`,
    `  created  ${createdAt} by ${createdBy}`,
    ...(rotatedTo === null ? [] : [`  rotated  to ${rotatedTo}`]),
  ].join('\n');
}
