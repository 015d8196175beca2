import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { transformSync, version } from 'esbuild';

const options = { loader: 'ts', format: 'esm', target: 'node24', sourcemap: 'inline' };
const salt = createHash('sha256')
  .update(readFileSync(import.meta.filename))
  .update(version)
  .digest('hex');

export default {
  getCacheKey: (source, file) => createHash('sha256').update(salt).update(file).update(source).digest('hex'),
  process: (source, file) => transformSync(source, { ...options, sourcefile: file }),
};
