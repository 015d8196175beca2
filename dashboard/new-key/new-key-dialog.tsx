import { Modal } from '@mantine/core';
import { type ReactNode, useCallback, useState } from 'react';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import { useLeaveGuard } from '../navigation/location.ts';
import { CodeStage } from '../step-up/code-stage.tsx';
import type { Stage } from '../step-up/progress.ts';
import { KeyStage } from './key-stage.tsx';
import { UnknownStage } from './lost-stage.tsx';
import type { NewKey } from './use-new-key.ts';

interface NewKeyDialogProps<R> {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly newKey: NewKey<R>;
  readonly title: ReactNode;
  readonly lostTitle: string;
  readonly form: ReactNode;
  /** What the code confirms. */
  readonly confirms?: ReactNode;
  readonly lostStage: (lost: ApiKey) => ReactNode;
  /** Shown beside the new key. */
  readonly remark?: ReactNode;
}

/** Leads from a form through a code to a new key, which is shown once. */
export function NewKeyDialog<R>(props: NewKeyDialogProps<R>) {
  const { opened, onClose, newKey, title, lostTitle, form, confirms, lostStage, remark } = props;
  const { stage, busy } = newKey;
  const [copied, setCopied] = useState(false);
  const [asking, setAsking] = useState(false);
  const [wasOpened, setWasOpened] = useState(opened);
  const titles: Readonly<Record<Stage['at'], ReactNode>> = {
    form: title,
    code: 'Enter your code',
    key: 'Copy your new key',
    lost: lostTitle,
    unknown: 'The key may have been created',
  };

  /** Forgets the earlier key before the dialog opens again. */
  function restart(): void {
    newKey.restart();
    setCopied(false);
    setAsking(false);
  }
  if (opened !== wasOpened) {
    setWasOpened(opened);
    if (opened) restart();
  }

  const unsafe = opened && stage.at === 'key' && !copied;
  const ask = useCallback(() => setAsking(true), []);
  useLeaveGuard(unsafe, ask);

  function close(): void {
    // The response in flight contains the key.
    if (busy && stage.at === 'code') return;
    if (unsafe) setAsking(true);
    else onClose();
  }

  return (
    <Modal opened={opened} onClose={close} title={titles[stage.at]} closeOnClickOutside={false} size="lg">
      {stage.at === 'form' && form}
      {stage.at === 'code' && (
        <CodeStage
          progress={newKey}
          sent={stage.sent}
          spent={stage.spent}
          onSubmit={newKey.submitCode}
          onResend={newKey.resend}
          onBack={newKey.restart}
        >
          {confirms}
        </CodeStage>
      )}
      {stage.at === 'key' && (
        <KeyStage
          created={stage.key}
          copied={copied}
          onCopied={() => setCopied(true)}
          asking={asking && !copied}
          onStay={() => setAsking(false)}
          onDone={close}
          onLeave={onClose}
          remark={remark}
        />
      )}
      {stage.at === 'lost' && lostStage(stage.key)}
      {stage.at === 'unknown' && <UnknownStage newKey={newKey} onClose={onClose} />}
    </Modal>
  );
}
