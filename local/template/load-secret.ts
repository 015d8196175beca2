import { z } from 'zod';
import type { SecretDefinition } from './hub-definitions.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { ignored, map, text } from './schemas.ts';
import { DESCRIPTIVE, ENCRYPTION } from './without-local-effect.ts';

const SECRET = map({
  Name: text.optional(),
  GenerateSecretString: z.record(text, z.unknown()).optional(),
  SecretString: text.optional(),
  ...ignored(DESCRIPTIVE, 'Description', 'Tags'),
  ...ignored(ENCRYPTION, 'KmsKeyId'),
});

export function loadSecret(resource: LoadedResource): SecretDefinition {
  const { GenerateSecretString: generate = null, SecretString: value } = resource.properties(SECRET);
  if (generate !== null && value !== undefined) {
    throw resource.error('GenerateSecretString', 'must be the only source of the value.');
  }
  const arn = resource.physicalId;
  // The ARN ends in the name, a hyphen and six characters.
  const name = arn.slice(arn.indexOf(':secret:') + ':secret:'.length, -7);
  return { arn, name, generate, ...(value !== undefined && { value }) };
}
