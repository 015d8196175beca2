import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Application } from '../../../local/template/application.ts';
import { loadApplication } from '../../../local/template/load-application.ts';

const directories: string[] = [];

export function removeAssemblies(): void {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
}

/** Loads stacks by name. `assets` are directories of the assembly, by the object keys of their zip files. */
export function loadStacks(stacks: Record<string, object>, assets: readonly string[] = []): Application {
  const directory = mkdtempSync(join(tmpdir(), 'assembly-'));
  directories.push(directory);
  const artifacts = Object.keys(stacks).map((name) => [
    name,
    { type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.json` } },
  ]);
  const files = assets.map((key) => {
    mkdirSync(join(directory, key));
    return [key, { source: { path: key, packaging: 'zip' }, destinations: { d: { objectKey: key } } }];
  });
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ artifacts: Object.fromEntries(artifacts) }));
  for (const [name, template] of Object.entries(stacks)) {
    writeFileSync(join(directory, `${name}.json`), JSON.stringify(template));
    writeFileSync(join(directory, `${name}.assets.json`), JSON.stringify({ files: Object.fromEntries(files) }));
  }
  return loadApplication({ assemblyDirectory: directory, region: 'eu-central-1', accountId: '000000000000' });
}
