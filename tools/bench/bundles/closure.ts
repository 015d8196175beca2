import type { Metafile } from 'esbuild';

export interface BundleFacts {
  /** What Node loads before the handler is ready: the entry and all its static imports. */
  readonly loadedBytes: number;
  readonly totalBytes: number;
  readonly loadedFiles: number;
  /** Node's own modules among the static imports. */
  readonly nodeModules: readonly string[];
}

/** Throws an Error if the metafile has no such entry point. */
export function bundleFacts({ outputs }: Metafile, entryPoint: string): BundleFacts {
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entryPoint);
  if (entry === undefined) throw new Error(`The metafile has no entry point ${entryPoint}.`);

  const loaded = new Set<string>();
  const nodeModules = new Set<string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (loaded.has(path)) continue;
    loaded.add(path);
    for (const imported of outputs[path]?.imports ?? []) {
      if (imported.kind !== 'import-statement') continue;
      if (imported.external) nodeModules.add(imported.path);
      else waiting.push(imported.path);
    }
  }
  return {
    loadedBytes: sum([...loaded].map((path) => outputs[path]?.bytes ?? 0)),
    totalBytes: sum(Object.values(outputs).map(({ bytes }) => bytes)),
    loadedFiles: loaded.size,
    nodeModules: [...nodeModules].sort(),
  };
}

/** Node's ES module of `http` loads undici, which takes 77 ms; only a static import does so before the handler is ready. */
export function importsHttpStatically({ nodeModules }: BundleFacts): boolean {
  return nodeModules.includes('node:http') || nodeModules.includes('http');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
