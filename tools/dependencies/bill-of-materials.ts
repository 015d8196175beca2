import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, type Outcome, PROJECT } from './npm.ts';

const FILE = 'sbom.cdx.json';

/** Writes the locked packages, with those that only build and test, as a CycloneDX document. */
export function writeBillOfMaterials(): Outcome {
  const { stdout, stderr } = npm('sbom', '--sbom-format', 'cyclonedx', '--package-lock-only');
  const components = componentsOf(stdout);
  if (components === null) return { result: 'failed', lines: [`npm wrote no bill of materials: ${stderr.trim()}`] };
  writeFileSync(join(PROJECT, FILE), stdout);
  return { result: 'ok', lines: [`${components} packages in ${FILE}`] };
}

/** Counts the components; null for anything but a document with components. */
export function componentsOf(stdout: string): number | null {
  try {
    const { bomFormat, components } = JSON.parse(stdout);
    return bomFormat === 'CycloneDX' && Array.isArray(components) && components.length > 0 ? components.length : null;
  } catch {
    return null;
  }
}
