import type { IncomingHttpHeaders } from 'node:http';
import { Busboy } from '@fastify/busboy';
import { RequestError } from './envelope.ts';

export interface UploadedFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Buffer;
}

export interface Form {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, UploadedFile>;
}

/** Parses strictly, so that a body damaged on the way (a re-encoded byte, a lost boundary) is noticed and not repaired. */
export async function parseMultipart(headers: IncomingHttpHeaders, body: Buffer): Promise<Form> {
  const contentType = headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*;/i.test(contentType)) {
    throw new RequestError(400, 'The body must be multipart/form-data with a boundary.');
  }
  try {
    return await collectParts(contentType, body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RequestError(400, 'The multipart body is malformed.', [reason]);
  }
}

function collectParts(contentType: string, body: Buffer): Promise<Form> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    const files = new Map<string, UploadedFile>();
    const parser = new Busboy({ headers: { 'content-type': contentType } });
    parser.on('field', (name, value) => fields.set(name, value));
    parser.on('file', (name, stream, fileName, _encoding, mimeType) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', reject);
      stream.on('end', () => files.set(name, { fileName, contentType: mimeType, content: Buffer.concat(chunks) }));
    });
    parser.on('error', reject);
    parser.on('finish', () => resolve({ fields, files }));
    parser.end(body);
  });
}
