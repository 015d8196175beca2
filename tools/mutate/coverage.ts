import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';

/** Where a test file ran one source file: nested ranges of offsets, outermost first, with whether each was run. */
export type Ranges = readonly { readonly start: number; readonly end: number; readonly ran: boolean }[];

/** Path of a source file to its ranges; a file that was loaded more than once has more than one set. */
export type Coverage = Readonly<Record<string, readonly Ranges[]>>;

/** Whether a test file ran the code at that offset. */
export function runs(coverage: Coverage, file: string, offset: number): boolean {
  return (coverage[file] ?? []).some((ranges) => {
    const innermost = ranges
      .filter(({ start, end }) => start <= offset && offset < end)
      .reduce<Ranges[number] | null>(
        (best, at) => (best && best.end - best.start < at.end - at.start ? best : at),
        null,
      );
    return innermost?.ran ?? false;
  });
}

/** Records what V8 runs in files below a directory. */
export class CoverageRecorder {
  readonly #session = new Session();
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async start(): Promise<void> {
    this.#session.connect();
    await this.#session.post('Profiler.enable');
    await this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** Returns what ran since the start or the last call. */
  async take(): Promise<Coverage> {
    const { result } = await this.#session.post('Profiler.takePreciseCoverage');
    const coverage: Record<string, Ranges[]> = {};
    for (const { url, functions } of result) {
      const file = url.startsWith('file:') ? fileURLToPath(url) : url;
      if (!file.startsWith(this.#directory)) continue;
      const ranges = functions.flatMap((each) =>
        each.ranges.map(({ startOffset, endOffset, count }) => ({
          start: startOffset,
          end: endOffset,
          ran: count > 0,
        })),
      );
      coverage[file] = [...(coverage[file] ?? []), ranges];
    }
    return coverage;
  }

  stop(): void {
    this.#session.disconnect();
  }
}
