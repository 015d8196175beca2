/** What the AWS command line guesses from a name, for the files that a web page is made of. */
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

/** What S3 makes of an object without a type. */
const UNKNOWN = 'binary/octet-stream';

export function contentTypeOf(key: string): string {
  const ending = /\.([^./]+)$/.exec(key)?.[1] ?? '';
  return TYPES[ending.toLowerCase()] ?? UNKNOWN;
}

export function isText(contentType: string): boolean {
  return /^text\/|json$|\+xml$|javascript$/.test(contentType);
}
