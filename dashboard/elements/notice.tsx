import type { ReactNode } from 'react';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from './icons.ts';
import classes from './notice.module.css';

export type Tone = 'info' | 'good' | 'warning' | 'danger';

interface NoticeProps {
  readonly tone: Tone;
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
  /** Omits the alert role: for notices that are on the page from the start. */
  readonly silent?: boolean;
}

const ICONS = { info: IconInfoCircle, good: IconCircleCheck, warning: IconAlertTriangle, danger: IconAlertTriangle };

export function Notice({ tone, title, actions, children, silent = false }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div className={classes.notice} data-tone={tone} role={silent ? undefined : 'alert'}>
      <Icon size={20} className={classes.icon} aria-hidden />
      <div className={classes.text}>
        <strong>{title}</strong>
        {children !== undefined && <p>{children}</p>}
      </div>
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
