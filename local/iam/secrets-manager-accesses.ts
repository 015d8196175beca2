import { type AccessesOf, accesses, type Place } from './access.ts';

const TARGET = 'secretsmanager.';
const OPERATIONS = new Set(['DescribeSecret', 'GetSecretValue', 'PutSecretValue']);

export interface SecretsManagerOptions extends Place {
  readonly secrets: readonly { readonly arn: string; readonly name: string }[];
}

/** A secret is named by its ARN or its name; policies always have the ARN. */
export function secretsManagerAccesses({ region, accountId, secrets }: SecretsManagerOptions): AccessesOf {
  return ({ target, input: { SecretId: id } }) => {
    const operation = target.startsWith(TARGET) ? target.slice(TARGET.length) : '';
    if (!OPERATIONS.has(operation) || typeof id !== 'string') return null;
    const known = secrets.find(({ arn, name }) => arn === id || name === id);
    const resource =
      known?.arn ?? (id.startsWith('arn:') ? id : `arn:aws:secretsmanager:${region}:${accountId}:secret:${id}`);
    return accesses([{ action: `secretsmanager:${operation}`, resource, context: {} }]);
  };
}
