import { Modal } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useLeaveGuard } from '../navigation/location.ts';
import { CodeStage } from './code-stage.tsx';
import type { Stage } from './generation.ts';
import { KeyStage } from './key-stage.tsx';
import { LostStage, UnknownStage } from './lost-stage.tsx';
import { NameStage } from './name-stage.tsx';
import { useGenerateKey } from './use-generate-key.ts';

interface GenerateKeyDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Gets the new key's ID. */
  readonly onCreated: (keyId: string) => void;
}

const TITLES: Readonly<Record<Stage['at'], string>> = {
  name: 'Generate API Key',
  code: 'Enter your code',
  key: 'Copy your new key',
  lost: 'The key was created, but not shown',
  unknown: 'The key may have been created',
};

export function GenerateKeyDialog({ opened, onClose, onCreated }: GenerateKeyDialogProps) {
  const generation = useGenerateKey(onCreated);
  const { stage, busy } = generation;
  const [copied, setCopied] = useState(false);
  const [asking, setAsking] = useState(false);
  const [wasOpened, setWasOpened] = useState(opened);

  /** Nothing of an earlier key is left: when the dialog has faded out, and in any case before it is there again. */
  function restart(): void {
    generation.restart();
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
    // The answer that is on its way holds the key.
    if (busy && stage.at === 'code') return;
    if (unsafe) setAsking(true);
    else onClose();
  }

  return (
    <Modal opened={opened} onClose={close} title={TITLES[stage.at]} closeOnClickOutside={false} size="lg">
      {stage.at === 'name' && <NameStage generation={generation} onCancel={onClose} />}
      {stage.at === 'code' && <CodeStage generation={generation} sent={stage.sent} spent={stage.spent} />}
      {stage.at === 'key' && (
        <KeyStage
          created={stage.key}
          copied={copied}
          onCopied={() => setCopied(true)}
          asking={asking && !copied}
          onStay={() => setAsking(false)}
          onDone={close}
          onLeave={onClose}
        />
      )}
      {stage.at === 'lost' && <LostStage generation={generation} lost={stage.key} onClose={onClose} />}
      {stage.at === 'unknown' && <UnknownStage generation={generation} onClose={onClose} />}
    </Modal>
  );
}
