import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '..', '..', '..');

export interface ProjectDocument {
  /** Path in the project. */
  readonly path: string;
  readonly text: string;
}

/** All documents for people: those at the top of the project, and those in `docs/`. */
export const DOCUMENTS: readonly ProjectDocument[] = [
  ...readdirSync(PROJECT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(PROJECT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
].map((path) => ({ path, text: readFileSync(join(PROJECT, path), 'utf8') }));

export function documentAt(path: string): string {
  const found = DOCUMENTS.find((document) => document.path === path);
  if (found === undefined) throw new Error(`There is no document ${path}.`);
  return found.text;
}
