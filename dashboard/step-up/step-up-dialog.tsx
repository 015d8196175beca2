import { Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { CodeStage } from './code-stage.tsx';
import type { Change } from './use-change.ts';

interface StepUpDialogProps<C> {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly change: Change<C>;
  readonly form: ReactNode;
  /** What the code confirms. */
  readonly confirms: ReactNode;
}

/** Shows a form whose change may take a one-time code, then asks for the code. */
export function StepUpDialog<C>({ opened, onClose, title, change, form, confirms }: StepUpDialogProps<C>) {
  const { stage, busy } = change;
  const [wasOpened, setWasOpened] = useState(opened);
  if (opened !== wasOpened) {
    setWasOpened(opened);
    if (opened) change.restart();
  }
  return (
    <Modal
      opened={opened}
      // The request in flight may succeed: stay open until its result is known.
      onClose={() => !busy && onClose()}
      title={stage.at === 'code' ? 'Enter your code' : title}
      closeOnClickOutside={false}
      size="lg"
    >
      {stage.at === 'code' ? (
        <CodeStage
          progress={change}
          sent={stage.sent}
          spent={stage.spent}
          onSubmit={change.submitCode}
          onResend={change.resend}
          onBack={change.restart}
        >
          {confirms}
        </CodeStage>
      ) : (
        form
      )}
    </Modal>
  );
}
