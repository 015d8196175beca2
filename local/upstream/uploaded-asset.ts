import { createHash } from 'node:crypto';
import { Busboy } from '@fastify/busboy';
import type { UpstreamCall } from './perform-call.ts';
import { RequestError } from './request-error.ts';

/**
 * Returns the size and SHA-256 of the file that arrived, so that the sender sees whether a byte changed on the way.
 * Parses strictly: a body damaged on the way (a re-encoded byte, a lost boundary) is noticed and not repaired.
 */
export async function uploadedAsset({ headers, body, parameters }: UpstreamCall): Promise<object> {
  const contentType = headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*;/i.test(contentType)) {
    throw new RequestError(400, 'The body must be multipart/form-data with a boundary.');
  }
  const form = await parseForm(contentType, body).catch((error: unknown) => {
    throw new RequestError(400, 'The multipart body is malformed.', [String(error)]);
  });
  const { file } = form;
  if (typeof file !== 'object') throw new RequestError(400, 'The form has no file in the field "file".');
  const asset = {
    name: form.name ?? file.fileName,
    asset_type: form.asset_type ?? 'FLOW_JSON',
    content_type: file.contentType,
    size: file.content.length,
    sha256: createHash('sha256').update(file.content).digest('hex'),
  };
  return { success: true, flow_id: parameters.flow_id, asset, validation_errors: [] };
}

interface UploadedFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** By the name of the field: a text or a file. */
type Form = Readonly<Record<string, string | UploadedFile>>;

function parseForm(contentType: string, body: Buffer): Promise<Form> {
  return new Promise((resolve, reject) => {
    const form: Record<string, string | UploadedFile> = {};
    const parser = new Busboy({ headers: { 'content-type': contentType } });
    parser.on('field', (name, value) => {
      form[name] = value;
    });
    parser.on('file', (name, stream, fileName, _encoding, mimeType) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', reject);
      stream.on('end', () => {
        form[name] = { fileName, contentType: mimeType, content: Buffer.concat(chunks) };
      });
    });
    parser.on('error', reject);
    parser.on('finish', () => resolve(form));
    parser.end(body);
  });
}
