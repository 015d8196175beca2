import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inputsDigest } from '../../lib/build/inputs-digest.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const CACHE = join(PROJECT, 'dist', 'assemblies');
/** Everything that can change the cloud assembly. */
const INPUTS = ['bin', 'lib', 'lambdas', 'dashboard', 'cdk.json', 'package.json', 'package-lock.json', 'tsconfig.json'];

/**
 * Synthesizes and builds the cloud assembly for the given context values, if an input changed. `onStart` is called before.
 * Returns its directory. Throws an Error with the output of a failed synthesis.
 */
export async function synthesize(
  context: Readonly<Record<string, string>>,
  onStart: () => void = () => {},
): Promise<string> {
  const digest = inputsDigest(INPUTS, JSON.stringify(context), process.version);
  const directory = join(CACHE, digest.slice(0, 32));
  if (existsSync(directory)) return directory;

  onStart();
  mkdirSync(CACHE, { recursive: true });
  const temporary = mkdtempSync(join(CACHE, 'new-'));
  try {
    await runApp(temporary, context);
    renameSync(temporary, directory);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    // Another run may have finished the same assembly in the meantime.
    if (!existsSync(directory)) throw error;
  }
  return directory;
}

/** Runs the app as the CDK command line does, with context and output directory in the environment. */
async function runApp(output: string, context: Readonly<Record<string, string>>): Promise<void> {
  const cdk: { app: string; context: Record<string, unknown> } = JSON.parse(
    readFileSync(join(PROJECT, 'cdk.json'), 'utf8'),
  );
  const [, ...appArguments] = cdk.app.split(' ');
  const child = spawn(process.execPath, appArguments, {
    cwd: PROJECT,
    env: {
      ...process.env,
      CDK_OUTDIR: output,
      CDK_CONTEXT_JSON: JSON.stringify({
        ...cdk.context,
        'aws:cdk:version-reporting': false,
        securityChecks: 'false',
        ...context,
      }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`Synthesizing the stacks failed:\n${text}`);
}
