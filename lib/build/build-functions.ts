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
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { FUNCTION_NAMES, type FunctionName } from '../functions/function-names.ts';
import { inputsDigest } from './inputs-digest.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const DIST = join(PROJECT, 'dist');
const DIGEST_FILE = join(DIST, 'functions.sha256');
/** Everything that can change a bundle. */
const INPUTS = [
  'lambdas',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'lib/build/build-functions.ts',
  'lib/functions/function-names.ts',
  'lib/build/inputs-digest.ts',
];
/** Some dependencies are CommonJS and call `require` for what Node brings along. */
const BANNER = "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);";

/** The benchmark bundles what it compares with alike. */
export const BUNDLE_OPTIONS = {
  absWorkingDir: PROJECT,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  splitting: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // Without it the ES module builds of the AWS SDK are passed over, and bundles grow by half.
  mainFields: ['module', 'main'],
  alias: {
    '@aws-sdk/credential-provider-node': join(PROJECT, 'lambdas', 'adapters', 'aws', 'environment-credentials.ts'),
  },
  banner: { js: BANNER },
  metafile: true,
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * Bundles each function into `dist/<name>/index.mjs`, and what went into it into `dist/<name>.meta.json`. Does nothing
 * if no input changed. Returns the directory. Several processes may do so at the same time.
 */
export async function buildFunctions(): Promise<string> {
  const digest = inputsDigest(INPUTS);
  if (isBuilt(digest)) return DIST;

  mkdirSync(DIST, { recursive: true });
  const temporary = mkdtempSync(join(DIST, 'new-'));
  try {
    await Promise.all(FUNCTION_NAMES.map((name) => bundle(name, temporary)));
    // Another process may have finished the same bundles in the meantime.
    if (!isBuilt(digest)) publish(temporary, digest);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return DIST;
}

async function bundle(name: FunctionName, directory: string): Promise<void> {
  const { metafile } = await build({
    ...BUNDLE_OPTIONS,
    entryPoints: { index: join('lambdas', 'handlers', `${name}.ts`) },
    outdir: join(directory, name),
  });
  writeFileSync(join(directory, `${name}.meta.json`), JSON.stringify(metafile));
}

function publish(temporary: string, digest: string): void {
  rmSync(DIGEST_FILE, { force: true });
  for (const entry of readdirSync(temporary)) {
    rmSync(join(DIST, entry), { recursive: true, force: true });
    renameSync(join(temporary, entry), join(DIST, entry));
  }
  writeFileSync(DIGEST_FILE, digest);
}

function isBuilt(digest: string): boolean {
  return (
    existsSync(DIGEST_FILE) &&
    readFileSync(DIGEST_FILE, 'utf8') === digest &&
    FUNCTION_NAMES.every((name) => existsSync(join(DIST, name, 'index.mjs')))
  );
}

if (import.meta.main) {
  await buildFunctions();
}
