import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredSecret } from '../../../../local/services/secrets/secret-versions.ts';

/** Returns the secrets of a run itself: pepper, origin secret, the key of the Messaging API, and the provider's signing keys. */
export function ownSecrets(dataDirectory: string): readonly string[] {
  const stored: readonly StoredSecret[] = JSON.parse(readFileSync(join(dataDirectory, 'secrets.json'), 'utf8'));
  const signing: { keys: { d?: string }[] } = JSON.parse(
    readFileSync(join(dataDirectory, 'sign-in-keys.json'), 'utf8'),
  );
  return [
    ...stored.flatMap(({ versions }) => versions.map(({ value }) => value)),
    ...signing.keys.flatMap(({ d }) => (d === undefined ? [] : [d])),
  ];
}
