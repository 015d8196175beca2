/** What the AWS command line guesses from a file name, for the files of a web page. */
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css',
  gif: 'image/gif',
  html: 'text/html',
  ico: 'image/vnd.microsoft.icon',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  mjs: 'text/javascript',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  webmanifest: 'application/manifest+json',
  webp: 'image/webp',
  woff: 'font/woff',
  woff2: 'font/woff2',
};

/** S3's type for an object without one. */
const UNKNOWN = 'binary/octet-stream';

export function contentTypeOf(key: string): string {
  const ending = /\.([^./]+)$/.exec(key)?.[1] ?? '';
  return TYPES[ending.toLowerCase()] ?? UNKNOWN;
}

export function isText(contentType: string): boolean {
  return /^text\/|json$|\+xml$|javascript$/.test(contentType);
}
