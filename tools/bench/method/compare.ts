import { collectRounds, medianRatio } from './rounds.ts';
import { median, quantile } from './statistics.ts';

/** One block of calls, in microseconds per call. */
export interface Block {
  readonly times: readonly number[];
  readonly cpu: number;
}

export interface Variant {
  readonly name: string;
  measure(): Promise<Block>;
}

export interface VariantResult {
  readonly name: string;
  /** Median over the rounds of this variant's median, divided by the baseline's. */
  readonly ratio: number;
  readonly cpuRatio: number;
  readonly p50: number;
  /** For information: it says more about the machine than about the code. */
  readonly p99: number;
  readonly cpu: number;
}

export interface Comparison {
  readonly rounds: number;
  /** The baseline compared with itself. */
  readonly control: number;
  readonly controlCpu: number;
  /** Whether the control is within the method's bounds. */
  readonly valid: boolean;
  readonly attempts: number;
  /** The baseline first. */
  readonly variants: readonly VariantResult[];
}

export interface CompareOptions {
  readonly rounds: number;
  /** A void run is repeated, up to this many runs in all. */
  readonly attempts: number;
}

const CONTROL_LOW = 0.98;
const CONTROL_HIGH = 1.02;
/** Compares variants. The baseline takes part twice: if it differs from itself, so may anything else, and the run is void. */
const CONTROL = 'control';

export function isControlValid(control: number): boolean {
  return control >= CONTROL_LOW && control <= CONTROL_HIGH;
}

export async function compare(
  baseline: Variant,
  others: readonly Variant[],
  { rounds, attempts }: CompareOptions,
): Promise<Comparison> {
  const variants = [baseline, { name: CONTROL, measure: () => baseline.measure() }, ...others];
  return repeatWhileVoid(attempts, async (attempt) => {
    const blocks = await collectRounds(variants, rounds);
    const results = variants.map(({ name }) => summarize(name, blocks.of(name), blocks.of(baseline.name)));
    const control = results.find(({ name }) => name === CONTROL);
    const ratio = control?.ratio ?? Number.NaN;
    return {
      rounds,
      control: ratio,
      controlCpu: control?.cpuRatio ?? Number.NaN,
      valid: isControlValid(ratio),
      attempts: attempt,
      variants: results.filter((result) => result !== control),
    };
  });
}

export async function repeatWhileVoid<T extends { readonly valid: boolean }>(
  attempts: number,
  run: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await run(attempt);
    if (result.valid || attempt >= attempts) return result;
  }
}

function summarize(name: string, blocks: readonly Block[], base: readonly Block[]): VariantResult {
  const medianTimes = (of: readonly Block[]) => of.map(({ times }) => median(times));
  const times = blocks.flatMap((block) => block.times);
  return {
    name,
    ratio: medianRatio(medianTimes(blocks), medianTimes(base)),
    cpuRatio: medianRatio(cpuOf(blocks), cpuOf(base)),
    p50: median(times),
    p99: quantile(times, 0.99),
    cpu: median(cpuOf(blocks)),
  };
}

function cpuOf(blocks: readonly Block[]): number[] {
  return blocks.map(({ cpu }) => cpu);
}
