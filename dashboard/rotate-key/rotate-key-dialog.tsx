import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import { AboutKey } from '../elements/about-key.tsx';
import { Moment } from '../elements/moment.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { KeyHint } from '../key-parts/key-hint.tsx';
import { findLostKey } from '../new-key/lost-key.ts';
import { NewKeyDialog } from '../new-key/new-key-dialog.tsx';
import { useNewKey } from '../new-key/use-new-key.ts';
import { useHub } from '../state/hub.ts';
import { oldKeyExpiryText } from './grace.ts';
import { RotateForm } from './rotate-form.tsx';

interface RotateKeyDialogProps {
  readonly opened: boolean;
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
  /** Gets the new key's ID. */
  readonly onCreated: (keyId: string) => void;
  /** Called to rotate another key instead. */
  readonly onRotate: (keyId: string) => void;
}

/** Seconds. */
interface Rotation {
  readonly name: string;
  readonly graceSeconds: number;
}

/** Replaces a key with a new one; the old one keeps working for a grace period. */
export function RotateKeyDialog({ opened, apiKey, onClose, onCreated, onRotate }: RotateKeyDialogProps) {
  const { api, viewer } = useHub();
  // As it was when the code was requested: the rotation itself gives it an expiry.
  const [old, setOld] = useState(apiKey);
  const [graceSeconds, setGraceSeconds] = useState(0);
  const newKey = useNewKey<Rotation>({
    challengeFor: (rotation, channel) => ({
      purpose: 'rotate_api_key',
      api_key_id: apiKey.id,
      grace_seconds: rotation.graceSeconds,
      channel,
    }),
    make: (presented) => api.rotateApiKey(apiKey.id, presented),
    findLost(keys, { name }, knownIds) {
      const successor = keys.find(({ id }) => id === apiKey.id)?.rotated_to;
      return (
        keys.find(({ id }) => id === successor && !knownIds.has(id)) ??
        findLostKey(keys, knownIds, name, viewer.state().value?.user.email ?? null)
      );
    },
    onMade: onCreated,
  });

  return (
    <NewKeyDialog
      opened={opened}
      onClose={onClose}
      newKey={newKey}
      title={<AboutKey before="Rotate" name={apiKey.name} />}
      lostTitle="The key was rotated, but the new one not shown"
      form={
        <RotateForm
          key={apiKey.id}
          apiKey={apiKey}
          progress={newKey}
          onCancel={onClose}
          onSend={async (seconds, channel) => {
            setOld(apiKey);
            setGraceSeconds(seconds);
            await newKey.sendCode({ name: apiKey.name, graceSeconds: seconds }, channel);
          }}
        />
      }
      confirms={
        <Text size="sm">
          It confirms a new key in the place of “<bdi>{apiKey.name}</bdi>”. {oldKeyExpiryText(old, graceSeconds)}
        </Text>
      }
      remark={<Text size="sm">{oldKeyText(apiKey, graceSeconds)}</Text>}
      lostStage={(lost) => (
        <Stack>
          <Text>
            The connection broke before the new key reached this page. It exists (
            <KeyHint hint={lost.hint} />
            ), but it cannot be shown again. Rotate it once more to get one that you can copy.{' '}
            {oldKeyText(apiKey, graceSeconds)}
          </Text>
          {newKey.problem !== null && <ProblemNotice problem={newKey.problem} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it for now
            </Button>
            <Button onClick={() => onRotate(lost.id)} data-autofocus>
              Rotate the new key
            </Button>
          </Group>
        </Stack>
      )}
    />
  );
}

/** Describes the old key, which is no longer listed once it has expired. */
function oldKeyText({ status, rotated_to, expires_at }: ApiKey, graceSeconds: number) {
  if (status === 'disabled') return 'The old key stays disabled.';
  if (graceSeconds === 0 || (expires_at !== null && Date.parse(expires_at) <= Date.now())) {
    return 'The old key has ended.';
  }
  if (rotated_to === null || expires_at === null) return null;
  return (
    <>
      The old key works on and ends <Moment at={expires_at} />.
    </>
  );
}
