import type { Metafile } from 'esbuild';
import { atMost, exactly, information, invariant, type Row } from '../goals.ts';
import { bundleFacts, importsHttpStatically } from './closure.ts';

/** 1 KB is 1,000 bytes, as in esbuild and operating systems. */
const KB = 1000;

/** Checks goals 6 (size) and 7 with the metafile of a bundle. */
export function checkBundle(metafile: Metafile, entryPoint: string): Row[] {
  const facts = bundleFacts(metafile, entryPoint);
  return [
    invariant(
      { goal: 6, what: 'code loaded before the handler is ready', unit: 'KB', value: facts.loadedBytes / KB },
      atMost(225, 245),
    ),
    information({ goal: 6, what: 'code in the bundle', unit: 'KB', value: facts.totalBytes / KB }),
    invariant(
      {
        goal: 7,
        what: 'static imports of node:http among it',
        unit: 'modules',
        value: importsHttpStatically(facts) ? 1 : 0,
      },
      exactly(0),
    ),
  ];
}
