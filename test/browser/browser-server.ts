import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/**
 * A Chromium for the tests, in a process of its own: it needs libraries and settings that no other process should get.
 * Prints its address as one line and ends when its standard input does. With the argument `unpack` it only unpacks the
 * browser, into TMPDIR.
 */
async function main(): Promise<void> {
  const executablePath = process.env.CHROMIUM_PATH ?? (await unpackedChromium());
  if (process.argv.includes('unpack')) return;
  // Never the package's own default arguments: they turn off what the tests rely on.
  const server = await chromium.launchServer({ executablePath, args: ['--no-sandbox'], host: '127.0.0.1' });
  process.stdout.write(`${server.wsEndpoint()}\n`);
  process.stdin.on('end', () => void server.close().then(() => process.exit())).resume();
}

async function unpackedChromium(): Promise<string> {
  if (process.platform !== 'linux') {
    throw new Error(
      'Set CHROMIUM_PATH to a Chromium or Chrome: the browser that comes with the packages is for Linux.',
    );
  }
  setFonts();
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

/** The package's own font settings name a directory of AWS Lambda. */
function setFonts(): void {
  const directory = join(tmpdir(), 'font-settings');
  mkdirSync(directory, { recursive: true });
  const prefer = (family: string, font: string) =>
    `<alias><family>${family}</family><prefer><family>${font}</family></prefer></alias>`;
  writeFileSync(
    join(directory, 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>${join(tmpdir(), 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${join(directory, 'cache')}</cachedir>
${prefer('system-ui', 'Open Sans')}${prefer('sans-serif', 'Open Sans')}${prefer('monospace', 'DejaVu Sans Mono')}
</fontconfig>
`,
  );
  process.env.FONTCONFIG_PATH = directory;
}

await main();
