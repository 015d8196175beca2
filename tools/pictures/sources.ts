import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIRECTORY } from '../client/run-process.ts';

/** The pictures of the documents. */
export const DOCUMENT_PICTURES = join(PROJECT_DIRECTORY, 'docs', 'screenshots');
/** Where browser tests leave all their pictures, each with what it shows: `keys-wide-light.png` and `keys-wide-light.png.txt`. */
export const TAKEN_PICTURES = join(PROJECT_DIRECTORY, 'dist', 'screenshots');
export const RENEW_COMMAND = 'npm run pictures';
/** Value of the environment variable `PICTURES` while pictures are renewed, so nothing is compared. */
export const RENEWING = 'renew';

/** Colors, fonts and spacing of all pages. */
const THEME_FILES = ['theme.ts', 'theme.module.css', 'styles.css'];
const SOURCES = join(DOCUMENT_PICTURES, 'sources.json');

export interface PictureSource {
  /** Path of the browser test that takes the picture. */
  readonly test: string;
  /** Digest of the hub's theme when it was taken. */
  readonly theme: string;
  /** Lines of text on the page when it was taken, without what differs in every run. */
  readonly shows: readonly string[];
}

/** Sources of the pictures in `docs/screenshots`, by file name. */
export type PictureSources = Readonly<Record<string, PictureSource>>;

export function readPictureSources(): PictureSources {
  return JSON.parse(readFileSync(SOURCES, 'utf8'));
}

export function writePictureSources(sources: PictureSources): void {
  writeFileSync(SOURCES, `${JSON.stringify(sources, null, 2)}\n`);
}

/** Returns the SHA-256 of the hub's theme as it is now. */
export function themeDigest(): string {
  const hash = createHash('sha256');
  for (const name of THEME_FILES) hash.update(readFileSync(join(PROJECT_DIRECTORY, 'dashboard', name)));
  return hash.digest('hex');
}
