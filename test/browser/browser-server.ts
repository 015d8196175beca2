import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserServer, chromium } from 'playwright-core';

/**
 * A Chromium for each worker of the tests, started by a process of its own: it needs libraries and settings that no other
 * process should get. One for all would have one clipboard for all. Prints an address as one line, where `GET /<worker>`
 * gives the browser's, and ends when its standard input does. With the argument `unpack` it only unpacks the browser, into
 * TMPDIR.
 */
async function main(): Promise<void> {
  const executablePath = process.env.CHROMIUM_PATH ?? (await unpackedChromium());
  if (process.argv.includes('unpack')) return;
  const browsers = new Map<string, Promise<BrowserServer>>();
  const browserOf = (worker: string): Promise<BrowserServer> => {
    // Never the package's own default arguments: they turn off what the tests rely on.
    const browser =
      browsers.get(worker) ?? chromium.launchServer({ executablePath, args: ['--no-sandbox'], host: '127.0.0.1' });
    browsers.set(worker, browser);
    return browser;
  };
  const server = createServer((request, response) => {
    browserOf(request.url ?? '').then(
      (browser) => response.end(browser.wsEndpoint()),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
  await once(process.stdin.resume(), 'end');
  await Promise.all([...browsers.values()].map(async (browser) => (await browser).close()));
  process.exit();
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
