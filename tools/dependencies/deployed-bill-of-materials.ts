import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { buildFunctions } from '../../lib/build/build-functions.ts';
import { buildHub } from '../../lib/build/build-hub.ts';
import { FUNCTION_NAMES } from '../../lib/functions/function-names.ts';
import { type DeployedPackage, deployedPackages } from './deployed-packages.ts';
import { type Outcome, PROJECT } from './npm.ts';

const FILE = 'sbom-deployed.cdx.json';
/** The function that puts the hub's files into their bucket is CDK's own, and brings the AWS command line. */
const OF_CDK = { 'aws-cdk-lib': 'deployment', '@aws-cdk/asset-awscli-v1': 'deployment' };

/** Builds functions and pages, and writes the packages in them as a CycloneDX document. */
export async function writeDeployedBillOfMaterials(): Promise<Outcome> {
  const [functions] = await Promise.all([buildFunctions(), buildHub()]);
  const metafiles = Object.fromEntries(
    [...FUNCTION_NAMES, 'hub'].map((name): [string, Metafile] => [
      name,
      readJson(join(functions, `${name}.meta.json`)),
    ]),
  );
  const { name, version } = readJson(join(PROJECT, 'package.json'));
  const packages = deployedPackages(metafiles, readJson(join(PROJECT, 'package-lock.json')).packages, OF_CDK);
  writeFileSync(join(PROJECT, FILE), `${JSON.stringify(cycloneDx({ name, version }, packages), null, 2)}\n`);
  return { result: 'ok', lines: [`${packages.length} packages in ${FILE}`] };
}

/** Returns a CycloneDX 1.5 document. It holds no time, so that the same commit gives the same document. */
export function cycloneDx(
  project: { readonly name: string; readonly version: string },
  packages: readonly DeployedPackage[],
) {
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', ...project } },
    components: packages.map(({ path, name, version, license, integrity, deployedIn }) => {
      return {
        type: 'library',
        'bom-ref': path,
        name,
        version,
        purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
        ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
        ...(integrity === undefined ? {} : { hashes: [hashOf(integrity)] }),
        properties: deployedIn.map((value) => ({ name: 'deployed-in', value })),
      };
    }),
  };
}

function hashOf(integrity: string): { alg: string; content: string } {
  const [algorithm = '', digest = ''] = integrity.split('-', 2);
  return { alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') };
}

// biome-ignore lint/suspicious/noExplicitAny: files written by npm and esbuild, read field by field
function readJson(file: string): any {
  return JSON.parse(readFileSync(file, 'utf8'));
}
