import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { HeaderList } from '../servers/header-list.ts';
import type { Localize } from '../servers/url-table.ts';
import type { BucketDeploymentDefinition, DeploymentSource } from '../template/hub-definitions.ts';
import { contentTypeOf, isText } from './content-types.ts';

export interface DeployedObject {
  readonly headers: HeaderList;
  readonly etag: string;
  readonly body: Buffer;
}

/** Bucket name → key → object. */
export type DeployedObjects = ReadonlyMap<string, ReadonlyMap<string, DeployedObject>>;

/**
 * Returns the objects of the buckets after all deployments. Throws an Error where they depend on the order in which
 * CloudFormation runs these: the same key twice, or a file that another deployment prunes.
 */
export function deployedObjects(
  deployments: readonly BucketDeploymentDefinition[],
  localize: Localize,
): DeployedObjects {
  const buckets = new Map<string, Map<string, DeployedObject>>();
  const contents = deployments.map((deployment) => ({ deployment, files: filesOf(deployment) }));
  for (const { deployment, files } of contents) {
    const objects = buckets.get(deployment.bucketName) ?? new Map<string, DeployedObject>();
    buckets.set(deployment.bucketName, objects);
    for (const [path, body] of files) {
      const key = `${deployment.keyPrefix}${path}`;
      if (objects.has(key)) throw new Error(`The bucket ${deployment.bucketName} gets ${key} from two deployments.`);
      objects.set(key, objectOf(key, body, deployment, localize));
    }
  }
  for (const { deployment, files } of contents) {
    if (!deployment.prune) continue;
    for (const key of buckets.get(deployment.bucketName)?.keys() ?? []) {
      const path = key.startsWith(deployment.keyPrefix) ? key.slice(deployment.keyPrefix.length) : null;
      if (path !== null && !files.has(path) && isIncluded(path, deployment)) {
        throw new Error(`The bucket ${deployment.bucketName} gets ${key}, which another deployment would prune.`);
      }
    }
  }
  return buckets;
}

function objectOf(
  key: string,
  file: Buffer,
  { metadata }: BucketDeploymentDefinition,
  localize: Localize,
): DeployedObject {
  const contentType = metadata.get('content-type') ?? contentTypeOf(key);
  const body = isText(contentType) ? Buffer.from(localize(file.toString('utf8'))) : file;
  return {
    headers: [['Content-Type', contentType], ...[...metadata].filter(([name]) => name !== 'content-type')],
    etag: `"${createHash('md5').update(body).digest('hex')}"`,
    body,
  };
}

/** Path below the prefix → content. */
function filesOf(deployment: BucketDeploymentDefinition): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const source of deployment.sources) {
    for (const [path, body] of readSource(source)) {
      if (isIncluded(path, deployment)) files.set(path, body);
    }
  }
  return files;
}

function readSource({ directory, replacements }: DeploymentSource): [string, Buffer][] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      // Latin-1 keeps every byte, so that binary files survive.
      let content = readFileSync(file, 'latin1');
      for (const [marker, value] of replacements) {
        content = content.replaceAll(marker, () => Buffer.from(value).toString('latin1'));
      }
      return [relative(directory, file).split(sep).join('/'), Buffer.from(content, 'latin1')];
    });
}

/** Filters like `aws s3 sync`: all files are included, and the last matching pattern decides. */
function isIncluded(path: string, { exclude, include }: BucketDeploymentDefinition): boolean {
  const matches = (pattern: string) => expressionOf(pattern).test(path);
  return include.some(matches) || !exclude.some(matches);
}

/** Unlike in a shell, `*` matches slashes, too. */
function expressionOf(pattern: string): RegExp {
  const expression = pattern
    .replaceAll(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's');
}
