import type { BundleVariants } from '../bundles/build-variants.ts';
import type { Effort } from '../effort.ts';
import { atMost, information, type Row, timing } from '../goals.ts';
import { isControlValid, repeatWhileVoid } from '../method/compare.ts';
import { collectRounds, medianRatio } from '../method/rounds.ts';
import { median } from '../method/statistics.ts';
import { runColdChild } from './run-child.ts';

export interface StartUp {
  readonly initMs: number;
  readonly readyMs: number;
}

export interface StartUpComparison {
  readonly rounds: number;
  readonly control: number;
  readonly valid: boolean;
  readonly attempts: number;
  readonly variants: readonly (StartUp & { readonly name: string; readonly readyRatio: number })[];
}

const EMPTY = 'empty handler';
const CONTROL = 'control';
const UNPRIMED = 'authorizer, not primed';
const PRIMED = 'authorizer, as deployed';
const DEFAULTS = "authorizer, esbuild's defaults";

/** Measures goal 6: the time from the start of a process until the handler is ready, in a new process each time. */
export async function measureStartUp(
  bundles: BundleVariants,
  environment: Readonly<Record<string, string>>,
  { startUpRounds, attempts }: Effort,
): Promise<{ comparison: StartUpComparison; rows: Row[] }> {
  const variants = [
    starting(EMPTY, bundles.emptyHandler, environment),
    starting(CONTROL, bundles.emptyHandler, environment),
    starting(UNPRIMED, bundles.unprimed, environment),
    starting(DEFAULTS, bundles.unprimedByDefaults, environment),
    starting(PRIMED, bundles.authorizer, environment),
  ];
  let rows: Row[] = [];
  const comparison = await repeatWhileVoid(attempts, async (attempt) => {
    const results = await collectRounds(variants, startUpRounds);
    const ready = (name: string) => results.of(name).map(({ readyMs }) => readyMs);
    const init = (name: string) => results.of(name).map(({ initMs }) => initMs);
    const control = medianRatio(ready(CONTROL), ready(EMPTY));
    const valid = isControlValid(control);
    const ofEmpty = { goal: 6, unit: 'of an empty handler' };
    rows = [
      timing(
        {
          goal: 6,
          what: 'init',
          unit: "of esbuild's defaults",
          value: medianRatio(init(UNPRIMED), init(DEFAULTS)),
        },
        atMost(0.6, 0.7),
        valid,
      ),
      timing(
        { ...ofEmpty, what: 'start to ready', value: medianRatio(ready(UNPRIMED), ready(EMPTY)) },
        atMost(2.15, 2.4),
        valid,
      ),
      information({
        ...ofEmpty,
        what: 'start to ready and primed',
        value: medianRatio(ready(PRIMED), ready(EMPTY)),
      }),
      information({ goal: 6, what: 'start to ready of an empty handler', unit: 'ms', value: median(ready(EMPTY)) }),
    ];
    return {
      rounds: startUpRounds,
      control,
      valid,
      attempts: attempt,
      variants: variants.map(({ name }) => ({
        name,
        initMs: median(init(name)),
        readyMs: median(ready(name)),
        readyRatio: medianRatio(ready(name), ready(EMPTY)),
      })),
    };
  });
  return { comparison, rows };
}

function starting(name: string, bundle: string, environment: Readonly<Record<string, string>>) {
  return {
    name,
    async measure(): Promise<StartUp> {
      const { spawnedAt, output } = await runColdChild<{ initMs: number; readyAt: number }>(
        'start-child.mjs',
        [bundle],
        environment,
      );
      return { initMs: output.initMs, readyMs: output.readyAt - spawnedAt };
    },
  };
}
