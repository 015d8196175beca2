import type { SecretDefinition } from './hub-definitions.ts';
import type { LoadedResource } from './loaded-resource.ts';

export function loadSecret({ physicalId: arn, properties }: LoadedResource): SecretDefinition {
  properties.optionalText('Name');
  const generate = properties.raw('GenerateSecretString') ?? null;
  const value = properties.optionalText('SecretString');
  if (generate !== null && (typeof generate !== 'object' || value !== null)) {
    throw properties.error('GenerateSecretString', 'must be a map, and the only source of the value.');
  }
  properties.finish();
  // The ARN ends in the name, a hyphen and six characters.
  const name = arn.slice(arn.indexOf(':secret:') + ':secret:'.length, -7);
  return { arn, name, generate: generate as SecretDefinition['generate'], ...(value === null ? {} : { value }) };
}
