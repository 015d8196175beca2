import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '../elements/notice.tsx';

interface StepUpNoticeProps {
  readonly takesCode: boolean;
  /** Why it takes a code. */
  readonly children: ReactNode;
}

/** Announces whether a change takes a code, and why. */
export function StepUpNotice({ takesCode, children }: StepUpNoticeProps) {
  return (
    <div>
      {takesCode ? (
        <Notice tone="info" title="This takes a one-time code" silent>
          {children}
        </Notice>
      ) : (
        <Notice tone="info" title="This takes no code" silent>
          It allows nothing that was refused before.
        </Notice>
      )}
      <VisuallyHidden role="status">
        {takesCode ? 'This change takes a one-time code.' : 'This change takes no code.'}
      </VisuallyHidden>
    </div>
  );
}
