import './require-node.ts';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { inputsDigest } from './inputs-digest.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const DIST = join(PROJECT, 'dist');
const HUB = join(DIST, 'hub');
const DIGEST_FILE = join(DIST, 'hub.sha256');
/** What went into the pages. It lies beside them, because everything in their directory is deployed. */
const METAFILE = join(DIST, 'hub.meta.json');
/** Everything that can change a file of the hub. */
const INPUTS = [
  'dashboard',
  'lambdas/domain/model/ip-allowlist.ts',
  'lambdas/domain/base/display-name.ts',
  'lambdas/domain/base/host-name.ts',
  'lambdas/domain/model/key-expiry.ts',
  'lambdas/domain/model/scopes.ts',
  'lambdas/domain/model/restrictions.ts',
  'package-lock.json',
  'package.json',
  'lib/build/build-hub.ts',
  'lib/build/inputs-digest.ts',
];
/** Name in index.html → the entry point whose output it stands for. */
const ENTRY_POINTS = {
  main: 'dashboard/main.tsx',
  'color-scheme': 'dashboard/color-scheme.ts',
  favicon: 'dashboard/favicon.svg',
} as const;

/**
 * Bundles the Partner Hub into `dist/hub`: index.html, and files below `assets/` whose names carry a hash of their
 * content. Does nothing if no input changed. Returns the directory. Several processes may do so at the same time.
 */
export async function buildHub(): Promise<string> {
  const digest = inputsDigest(INPUTS);
  if (isBuilt(digest)) return HUB;

  mkdirSync(DIST, { recursive: true });
  const temporary = mkdtempSync(join(DIST, 'new-hub-'));
  try {
    const metafile = await bundle(temporary);
    // Another process may have finished the same files in the meantime.
    if (!isBuilt(digest)) publish(temporary, metafile, digest);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return HUB;
}

/** Bytes that a first visit loads, compressed as CloudFront does: of each script, by the name of its file. */
export function compressedScripts(directory: string): Record<string, number> {
  const assets = join(directory, 'assets');
  return Object.fromEntries(
    readdirSync(assets)
      .filter((name) => name.endsWith('.js'))
      .map((name) => [name, gzipSync(readFileSync(join(assets, name))).length]),
  );
}

async function bundle(directory: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: PROJECT,
    entryPoints: Object.values(ENTRY_POINTS),
    outdir: directory,
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome111', 'edge111', 'firefox115', 'safari16.4'],
    jsx: 'automatic',
    loader: { '.svg': 'copy' },
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'linked',
    metafile: true,
    logLevel: 'warning',
  });
  writeFileSync(join(directory, 'index.html'), indexPage(metafile));
  return metafile;
}

/** index.html with the names of the built files: `%main%` is a script, `%main.css%` the styles that it imports. */
function indexPage(metafile: Metafile): string {
  const page = readFileSync(join(PROJECT, 'dashboard', 'index.html'), 'utf8');
  return page.replace(/%([a-z.-]+)%/g, (_, name: string) => `assets/${builtName(metafile, name)}`);
}

function builtName(metafile: Metafile, name: string): string {
  const entryPoint = ENTRY_POINTS[name.replace('.css', '') as keyof typeof ENTRY_POINTS];
  const [path, output] = Object.entries(metafile.outputs).find(([, { inputs, entryPoint: of }]) =>
    entryPoint?.endsWith('.svg') ? entryPoint in inputs : of !== undefined && of === entryPoint,
  ) ?? [undefined, undefined];
  const file = name.endsWith('.css') ? output?.cssBundle : path;
  if (file === undefined) throw new Error(`index.html names %${name}%, which the build did not produce.`);
  return basename(file);
}

function publish(temporary: string, metafile: Metafile, digest: string): void {
  rmSync(DIGEST_FILE, { force: true });
  rmSync(HUB, { recursive: true, force: true });
  renameSync(temporary, HUB);
  writeFileSync(METAFILE, JSON.stringify(metafile));
  writeFileSync(DIGEST_FILE, digest);
}

function isBuilt(digest: string): boolean {
  return (
    existsSync(DIGEST_FILE) &&
    readFileSync(DIGEST_FILE, 'utf8') === digest &&
    existsSync(join(HUB, 'index.html')) &&
    existsSync(METAFILE)
  );
}

if (import.meta.main) {
  const scripts = compressedScripts(await buildHub());
  const total = Object.values(scripts).reduce((sum, bytes) => sum + bytes, 0);
  const sizes = Object.entries(scripts).map(([name, bytes]) => `${name} ${(bytes / 1000).toFixed(1)} KB`);
  process.stdout.write(`Compressed scripts: ${sizes.join(', ')}; together ${(total / 1000).toFixed(1)} KB.\n`);
}
