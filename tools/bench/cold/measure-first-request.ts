import type { BundleVariants } from '../bundles/build-variants.ts';
import type { Effort } from '../effort.ts';
import { atMost, information, type Row, timing } from '../goals.ts';
import { isControlValid, repeatWhileVoid } from '../method/compare.ts';
import { collectRounds, medianRatio } from '../method/rounds.ts';
import { median } from '../method/statistics.ts';
import { runColdChild } from './run-child.ts';

export interface FirstRequest {
  readonly firstMs: number;
  readonly firstCpuMs: number;
  /** Median when the code is hot. */
  readonly steadyMs: number;
}

export interface FirstRequestComparison {
  readonly rounds: number;
  /** The control: steady calls of a variant compared with those of the same variant in other processes. */
  readonly control: number;
  readonly valid: boolean;
  readonly attempts: number;
  readonly variants: readonly (FirstRequest & { readonly name: string; readonly ratio: number })[];
}

const PRIMED = 'primed';
const CONTROL = 'control';
const UNPRIMED = 'not primed';

/** Measures goal 8: the first call of a new instance compared with its later ones, over TLS. */
export async function measureFirstRequest(
  bundles: BundleVariants,
  eventFile: string,
  environment: Readonly<Record<string, string>>,
  { firstRequestRounds, attempts }: Effort,
): Promise<{ comparison: FirstRequestComparison; rows: Row[] }> {
  const requesting = (name: string, bundle: string) => ({
    name,
    measure: async () =>
      (await runColdChild<FirstRequest>('first-request-child.mjs', [bundle, eventFile], environment)).output,
  });
  const variants = [
    requesting(PRIMED, bundles.authorizer),
    requesting(CONTROL, bundles.authorizer),
    requesting(UNPRIMED, bundles.unprimed),
  ];
  const comparison = await repeatWhileVoid(attempts, async (attempt): Promise<FirstRequestComparison> => {
    const results = await collectRounds(variants, firstRequestRounds);
    const all = (name: string, part: keyof FirstRequest) => results.of(name).map((result) => result[part]);
    const control = medianRatio(all(CONTROL, 'steadyMs'), all(PRIMED, 'steadyMs'));
    return {
      rounds: firstRequestRounds,
      control,
      valid: isControlValid(control),
      attempts: attempt,
      variants: variants.map(({ name }) => ({
        name,
        firstMs: median(all(name, 'firstMs')),
        firstCpuMs: median(all(name, 'firstCpuMs')),
        steadyMs: median(all(name, 'steadyMs')),
        ratio: medianRatio(all(name, 'firstMs'), all(name, 'steadyMs')),
      })),
    };
  });
  return { comparison, rows: rowsOf(comparison) };
}

function rowsOf({ variants, valid }: FirstRequestComparison): Row[] {
  const find = (name: string) => variants.find((variant) => variant.name === name);
  const [primed, unprimed] = [find(PRIMED), find(UNPRIMED)];
  const ofSteady = { goal: 8, unit: 'of a steady one' };
  const number = (value: number | undefined) => value ?? Number.NaN;
  return [
    timing({ ...ofSteady, what: 'first request', value: number(primed?.ratio) }, atMost(2, 3), valid),
    information({ ...ofSteady, what: 'first request without priming', value: number(unprimed?.ratio) }),
    information({ goal: 8, what: 'CPU of the first request', unit: 'ms', value: number(primed?.firstCpuMs) }),
    information({
      goal: 8,
      what: 'CPU of the first request without priming',
      unit: 'ms',
      value: number(unprimed?.firstCpuMs),
    }),
  ];
}
