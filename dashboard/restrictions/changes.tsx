import type { Problem } from '../api/problem.ts';
import { StepUpNotice } from '../step-up/step-up-notice.tsx';
import { broadeningNames, type ChangeLine } from './key-changes.ts';
import classes from './restrictions.module.css';

/** Lists what changes, and what of it is broadened. */
export function ChangeList({ lines }: { readonly lines: readonly ChangeLine[] }) {
  return (
    <ul className={classes.changes} aria-label="What changes">
      {lines.map(({ what, parts, broadens }) => (
        <li key={what}>
          <strong>{what}</strong>
          {parts.map(({ text, was }) => (
            <p key={text}>
              {text}
              {was !== null && <span>, was {was}</span>}
            </p>
          ))}
          {broadens !== null && <p className={classes.broadens}>Allows more than before: {broadens}</p>}
        </li>
      ))}
    </ul>
  );
}

interface ChangesNoticeProps {
  readonly lines: readonly ChangeLine[];
  readonly problem: Problem | null;
  /** The start of the explanation if it was changed meanwhile. */
  readonly changedMeanwhile: string;
}

/** Shows what a change does and whether it takes a code. */
export function ChangesNotice({ lines, problem, changedMeanwhile }: ChangesNoticeProps) {
  if (lines.length === 0) return null;
  return (
    <>
      <ChangeList lines={lines} />
      <StepUpNotice takesCode={changeTakesCode(lines, problem)}>
        {problem?.code === 'otp_required'
          ? `${changedMeanwhile} (${broadeningNames(problem)}).`
          : 'It allows more than before, as listed above.'}
      </StepUpNotice>
    </>
  );
}

/** Whether a change takes a code. The API decides: another tab may have changed the restrictions meanwhile. */
export function changeTakesCode(lines: readonly ChangeLine[], problem: Problem | null): boolean {
  return lines.some(({ broadens }) => broadens !== null) || problem?.code === 'otp_required';
}
