import { SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import { RESOURCES } from '../../lambdas/domain/model/scopes.ts';
import { type AccessInput, type Level, RESOURCE_NAMES } from './access-input.ts';
import classes from './restrictions.module.css';

interface AccessFieldProps {
  readonly access: AccessInput;
  readonly onAccess: (access: AccessInput) => void;
  readonly error: string | null;
  readonly readOnly: boolean;
}

const PRESETS = [
  { value: 'full', label: 'Full access' },
  { value: 'read', label: 'Read only' },
  { value: 'chosen', label: 'Custom' },
];

const HINTS: Readonly<Record<AccessInput['access'], string>> = {
  full: 'Every call to the Partner API, also to what is added later.',
  read: 'Every call that only reads.',
  chosen: 'Write includes read. Calls to anything else need full access.',
};

const LEVELS: readonly Level[] = ['none', 'read', 'write'];

/** Asks what the key may do: a preset, or a level for each resource. */
export function AccessField({ access, onAccess, error, readOnly }: AccessFieldProps) {
  const legend = useId();
  const hint = useId();
  return (
    <fieldset className={classes.field} aria-describedby={hint}>
      <legend id={legend}>Access</legend>
      <SegmentedControl
        fullWidth
        aria-labelledby={legend}
        data={PRESETS}
        value={access.access}
        onChange={(value) => onAccess({ ...access, access: value as AccessInput['access'] })}
        readOnly={readOnly}
      />
      <p id={hint} className={classes.hint}>
        {HINTS[access.access]}
      </p>
      {access.access === 'chosen' && <LevelTable access={access} onAccess={onAccess} readOnly={readOnly} />}
      {error !== null && (
        <p role="alert" className={classes.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

function LevelTable({ access, onAccess, readOnly }: Omit<AccessFieldProps, 'error'>) {
  const group = useId();
  return (
    <table className={classes.levels} aria-label="Access to each resource">
      <thead>
        <tr>
          <th scope="col">Resource</th>
          <th scope="col">None</th>
          <th scope="col">Read</th>
          <th scope="col">Write</th>
        </tr>
      </thead>
      <tbody>
        {RESOURCES.map((resource) => (
          <tr key={resource}>
            <th scope="row">{RESOURCE_NAMES[resource]}</th>
            {LEVELS.map((level) => (
              <td key={level}>
                <label className={classes.level}>
                  <input
                    type="radio"
                    name={`${group}-${resource}`}
                    aria-label={`${RESOURCE_NAMES[resource]}: ${level}`}
                    checked={access.levels[resource] === level}
                    disabled={readOnly}
                    onChange={() => onAccess({ ...access, levels: { ...access.levels, [resource]: level } })}
                  />
                </label>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
