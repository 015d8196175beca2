import type { Metafile } from 'esbuild';

/** What npm locked for a package. */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  /** As in Subresource Integrity: `sha512-…`, base64. */
  readonly integrity?: string;
}

export interface DeployedPackage extends LockedPackage {
  /** Where package-lock.json names it. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** Functions that hold it, `hub` for the pages, `deployment` for CDK's own functions; sorted. */
  readonly deployedIn: readonly string[];
}

const MODULES = 'node_modules/';

/**
 * Returns the packages of which at least one byte is in an output, sorted by name. `metafiles` are by bundle; `others` are
 * deployed without being bundled here. Throws an Error for a package that is not locked.
 */
export function deployedPackages(
  metafiles: Readonly<Record<string, Pick<Metafile, 'outputs'>>>,
  locked: Readonly<Record<string, LockedPackage>>,
  others: Readonly<Record<string, string>> = {},
): DeployedPackage[] {
  const users = new Map<string, Set<string>>();
  const add = (path: string, user: string) => users.set(path, (users.get(path) ?? new Set()).add(user));
  for (const [bundle, { outputs }] of Object.entries(metafiles)) {
    for (const { inputs } of Object.values(outputs)) {
      for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
        const path = packagePath(file);
        if (path !== null && bytesInOutput > 0) add(path, bundle);
      }
    }
  }
  for (const [name, user] of Object.entries(others)) add(`${MODULES}${name}`, user);
  return [...users]
    .map(([path, deployedIn]) => {
      const { version, ...more } = locked[path] ?? {};
      if (version === undefined) throw new Error(`package-lock.json does not name ${path}, which is deployed.`);
      return { path, name: nameOf(path), version, ...more, deployedIn: [...deployedIn].toSorted() };
    })
    .toSorted((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1));
}

/** Returns the directory of the package that a file belongs to, as package-lock.json names it; null for a file of the project. */
function packagePath(file: string): string | null {
  const at = file.lastIndexOf(MODULES);
  if (at < 0) return null;
  const [scopeOrName = '', name = ''] = file.slice(at + MODULES.length).split('/');
  return `${file.slice(0, at)}${MODULES}${scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName}`;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf(MODULES) + MODULES.length);
}
