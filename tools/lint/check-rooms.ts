import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOMS } from './rooms.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
/** Biome formats every import in one way, so a pattern finds them all. */
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g;

export interface FoundImport {
  /** Paths in the project. */
  readonly from: string;
  readonly to: string;
}

/** Returns a sentence for each import that goes against the map. */
export function findViolations(imports: readonly FoundImport[]): readonly string[] {
  return imports.flatMap((found) => {
    const violation = violationOf(found);
    return violation === null ? [] : [`${found.from} imports ${found.to}: ${violation}`];
  });
}

function violationOf({ from, to }: FoundImport): string | null {
  for (const [folder, rooms] of Object.entries(ROOMS)) {
    const [own, other] = [roomIn(folder, from), roomIn(folder, to)];
    if (own === null || other === null || own === other) continue;
    for (const room of [own, other]) {
      if (!rooms.includes(room)) return `tools/lint/rooms.ts does not list ${folder}/${room}.`;
    }
    if (rooms.indexOf(other) > rooms.indexOf(own)) return `${own} stands before ${other} in tools/lint/rooms.ts.`;
  }
  return null;
}

function roomIn(folder: string, path: string): string | null {
  if (!isIn(folder, path)) return null;
  const [room, ...rest] = path.slice(folder.length + 1).split('/');
  return room === undefined || rest.length === 0 ? null : room;
}

function isIn(folder: string, path: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** Returns the imports between files of the project. */
export function readImports(folders: readonly string[]): readonly FoundImport[] {
  return folders.flatMap((folder) =>
    readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .flatMap((name) => {
        const path = join(PROJECT, folder, name);
        return [...readFileSync(path, 'utf8').matchAll(IMPORT)].map(([, specifier = '']) => ({
          from: relative(PROJECT, path),
          to: relative(PROJECT, join(dirname(path), specifier)),
        }));
      }),
  );
}

if (import.meta.main) {
  // A folder with rooms may itself be a room, such as local/services, whose imports are then found twice.
  const violations = new Set(findViolations(readImports(Object.keys(ROOMS))));
  for (const violation of violations) process.stderr.write(`${violation}\n`);
  process.exitCode = violations.size === 0 ? 0 : 1;
}
