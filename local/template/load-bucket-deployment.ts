import { z } from 'zod';
import type { BucketDeploymentDefinition, DeploymentSource } from './hub-definitions.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { flag, ignored, map, only, text, texts } from './schemas.ts';
import { ALWAYS_DEPLOYED, DESCRIPTIVE, NO_EDGE } from './without-local-effect.ts';

const patterns = z.array(text.regex(/^[^[\]]*$/)).default([]);

const BUCKET_DEPLOYMENT = map({
  ServiceToken: text,
  SourceObjectKeys: texts.default([]),
  SourceMarkers: z.array(z.record(text, text)).default([]),
  SourceMarkersConfig: z.array(map({ jsonEscape: flag.default(false) })).default([]),
  /** The system metadata that S3 returns as headers. */
  SystemMetadata: z
    .partialRecord(
      z.enum(['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'content-type']),
      text,
    )
    .default({}),
  Extract: only(true),
  DestinationBucketName: text,
  DestinationBucketKeyPrefix: text.default(''),
  Exclude: patterns,
  Include: patterns,
  Prune: flag.default(true),
  ...ignored(DESCRIPTIVE, 'DestinationBucketArn', 'OutputObjectKeys'),
  ...ignored(NO_EDGE, 'DistributionId', 'DistributionPaths', 'WaitForDistributionInvalidation'),
  ...ignored(ALWAYS_DEPLOYED, 'RetainOnDelete', 'SourceBucketNames'),
});

/** Loads CDK's custom resource that unpacks assets into a bucket and replaces markers in them. */
export function loadBucketDeployment(resource: LoadedResource): BucketDeploymentDefinition {
  const properties = resource.properties(BUCKET_DEPLOYMENT);
  const sources = properties.SourceObjectKeys.map((key, index): DeploymentSource => {
    const directory = resource.stack.assetDirectories.get(key);
    if (directory === undefined) {
      throw resource.error(`SourceObjectKeys[${index}]`, `the key "${key}" is no directory of the assembly.`);
    }
    const json = properties.SourceMarkersConfig[index]?.jsonEscape ?? false;
    const replacements = Object.entries(properties.SourceMarkers[index] ?? {}).map(
      ([marker, value]) => [marker, json ? JSON.stringify(value).slice(1, -1) : value] as const,
    );
    return { directory, replacements: new Map(replacements) };
  });
  const prefix = properties.DestinationBucketKeyPrefix.replace(/^\/$/, '');
  return {
    bucketName: properties.DestinationBucketName,
    keyPrefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`,
    sources,
    exclude: properties.Exclude,
    include: properties.Include,
    prune: properties.Prune,
    metadata: new Map(Object.entries(properties.SystemMetadata)),
  };
}

/** Returns the function that CloudFormation calls to unpack the files. */
export function deployerOf(deployment: LoadedResource): string {
  return deployment.properties(BUCKET_DEPLOYMENT).ServiceToken;
}
