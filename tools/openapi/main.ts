import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPENAPI_DOCUMENTS } from './documents.ts';

/** `npm run openapi`: writes the descriptions of both APIs anew, formatted as the linter wants them. */
const project = join(import.meta.dirname, '..', '..');
const directory = join(project, 'docs', 'openapi');
mkdirSync(directory, { recursive: true });
for (const [name, document] of Object.entries(OPENAPI_DOCUMENTS)) {
  writeFileSync(join(directory, name), `${JSON.stringify(document(), null, 2)}\n`);
  console.log(`Wrote docs/openapi/${name}`);
}
execFileSync(join(project, 'node_modules', '.bin', 'biome'), ['format', '--write', directory], { stdio: 'pipe' });
