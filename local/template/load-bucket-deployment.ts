import type { BucketDeploymentDefinition, DeploymentSource } from './hub-definitions.ts';
import type { LoadedResource } from './loaded-resource.ts';

/** The system metadata of an object that comes back as a header. */
const HEADERS = new Set([
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
]);

/** CDK's custom resource that unpacks assets into a bucket, replacing what is known only while deploying. */
export function loadBucketDeployment({ stack, properties }: LoadedResource): BucketDeploymentDefinition {
  const markers = properties.nestedList('SourceMarkers');
  const markerSettings = properties.nestedList('SourceMarkersConfig');
  const sources = properties.textList('SourceObjectKeys').map((key, index): DeploymentSource => {
    const directory = stack.assetDirectories.get(key);
    if (directory === undefined) {
      throw properties.error('SourceObjectKeys', `the key "${key}" is no directory of the assembly.`);
    }
    const json = markerSettings[index]?.flag('jsonEscape', false) ?? false;
    const replacements = [...(markers[index]?.allTexts() ?? [])].map(
      ([marker, value]) => [marker, json ? JSON.stringify(value).slice(1, -1) : value] as const,
    );
    return { directory, replacements: new Map(replacements) };
  });
  const metadata = properties.texts('SystemMetadata');
  for (const name of metadata.keys()) {
    if (!HEADERS.has(name)) throw properties.error(`SystemMetadata.${name}`, 'is not supported locally.');
  }
  properties.expect('Extract', true);
  const prefix = (properties.optionalText('DestinationBucketKeyPrefix') ?? '').replace(/^\/$/, '');
  const deployment = {
    bucketName: properties.text('DestinationBucketName'),
    keyPrefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`,
    sources,
    exclude: properties.textList('Exclude'),
    include: properties.textList('Include'),
    prune: properties.flag('Prune', true),
    metadata,
  };
  for (const pattern of [...deployment.exclude, ...deployment.include]) {
    if (/[[\]]/.test(pattern)) throw properties.error('Exclude', `the pattern ${pattern} is not supported locally.`);
  }
  properties.finish();
  return deployment;
}
