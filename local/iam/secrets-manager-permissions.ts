import { type Environment, type PermissionsFor, permissions } from './permissions.ts';

const TARGET = 'secretsmanager.';
const OPERATIONS = new Set(['DescribeSecret', 'GetSecretValue', 'PutSecretValue']);

export interface SecretsManagerOptions extends Environment {
  readonly secrets: readonly { readonly arn: string; readonly name: string }[];
}

/** Returns a permission for the secret's ARN, as policies name it, although a request may name the secret itself. */
export function secretsManagerPermissions({ region, accountId, secrets }: SecretsManagerOptions): PermissionsFor {
  return ({ target, input: { SecretId: id } }) => {
    const operation = target.startsWith(TARGET) ? target.slice(TARGET.length) : '';
    if (!OPERATIONS.has(operation) || typeof id !== 'string') return null;
    const known = secrets.find(({ arn, name }) => arn === id || name === id);
    const resource =
      known?.arn ?? (id.startsWith('arn:') ? id : `arn:aws:secretsmanager:${region}:${accountId}:secret:${id}`);
    return permissions([{ action: `secretsmanager:${operation}`, resource, context: {} }]);
  };
}
