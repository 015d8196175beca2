import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { BUNDLE_OPTIONS, buildFunctions } from '../../../lib/build/build-functions.ts';

/** URLs of modules to import. */
export interface BundleVariants {
  /** The authorizer as it is deployed. */
  readonly authorizer: string;
  readonly authorizerMetafile: Metafile;
  /** The authorizer without the calls that it makes during init. */
  readonly unprimed: string;
  /** The unprimed authorizer, bundled with esbuild's defaults for Node. */
  readonly unprimedByDefaults: string;
  readonly emptyHandler: string;
  /** The SDK's BatchGetItem and nothing else, bundled like the functions. */
  readonly bareCall: string;
  /** The authorizer with its adapter, to be given a client that responds at once. */
  readonly ownCode: string;
  remove(): void;
}

const BENCH = join(import.meta.dirname, '..');
const AUTHORIZER = 'partner-authorizer';
export const AUTHORIZER_ENTRY = `lambdas/handlers/${AUTHORIZER}.ts`;
const { banner, mainFields: _mainFields, splitting: _splitting, ...DEFAULTS } = BUNDLE_OPTIONS;

export async function buildVariants(): Promise<BundleVariants> {
  const dist = await buildFunctions();
  const directory = mkdtempSync(join(tmpdir(), 'partner-auth-bundles-'));
  const bundle = (name: string, entry: string, options: BuildOptions = BUNDLE_OPTIONS) =>
    bundleInto(join(directory, name), entry, options);

  const emptyHandler = join(directory, 'empty.mjs');
  writeFileSync(emptyHandler, 'export const handler = async () => ({});\n');
  const [unprimed, unprimedByDefaults, bareCall, ownCode] = await Promise.all([
    bundle('unprimed', AUTHORIZER_ENTRY, { ...BUNDLE_OPTIONS, plugins: [withoutPriming] }),
    // Dependencies in CommonJS need the banner to run at all.
    bundle('defaults', AUTHORIZER_ENTRY, { ...DEFAULTS, ...(banner && { banner }), plugins: [withoutPriming] }),
    bundle('bare', join(BENCH, 'warm', 'bare-call.ts')),
    bundle('own', join(BENCH, 'warm', 'own-code.ts'), { ...BUNDLE_OPTIONS, plugins: [withoutPriming] }),
  ]);
  return {
    authorizer: pathToFileURL(join(dist, AUTHORIZER, 'index.mjs')).href,
    authorizerMetafile: JSON.parse(readFileSync(join(dist, `${AUTHORIZER}.meta.json`), 'utf8')) as Metafile,
    unprimed,
    unprimedByDefaults,
    emptyHandler: pathToFileURL(emptyHandler).href,
    bareCall,
    ownCode,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

async function bundleInto(outdir: string, entry: string, options: BuildOptions): Promise<string> {
  await build({ ...options, entryPoints: { index: entry }, outdir });
  return pathToFileURL(join(outdir, 'index.mjs')).href;
}

/** Start-up is compared without network calls, whose time is not that of the code. */
const withoutPriming: Plugin = {
  name: 'without-priming',
  setup({ onLoad, onEnd }) {
    let found = false;
    onLoad({ filter: /[\\/]lambdas[\\/]http[\\/]partner-api[\\/]prime\.ts$/ }, () => {
      found = true;
      return { contents: 'export async function prime() {}', loader: 'ts' };
    });
    onEnd(() => {
      if (!found) throw new Error('The module lambdas/http/partner-api/prime.ts was not found in the bundle.');
    });
  },
};
