import type { Denial } from '../../lambdas/http/management-api/schemas/denials.ts';
import { IconCheck, IconX } from '../elements/icons.ts';
import classes from './check-list.module.css';
import { type CheckStep, checkSteps } from './checks.ts';

const RESULTS: Readonly<Record<CheckStep['result'], string>> = {
  passed: 'Passed',
  failed: 'Failed',
  not_reached: 'Not reached',
};

export function CheckList({ refusal }: { readonly refusal: Denial }) {
  return (
    <ol className={classes.checks} aria-label="Checks">
      {checkSteps(refusal).map(({ check, demands, result }) => (
        <li key={check} data-result={result}>
          <span className={classes.mark} aria-hidden>
            {result === 'passed' && <IconCheck size={15} />}
            {result === 'failed' && <IconX size={15} />}
          </span>
          <span>{demands}</span>
          <span className={classes.result}>{RESULTS[result]}</span>
        </li>
      ))}
    </ol>
  );
}
