import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useId } from 'react';
import { CHANNELS, type Channel } from './channels.ts';

interface ChannelChoiceProps {
  readonly channel: Channel;
  readonly onChannel: (channel: Channel) => void;
  readonly readOnly: boolean;
  /** The API's error for this field. */
  readonly error: string | null;
}

/** Asks how to send the code. */
export function ChannelChoice({ channel, onChannel, readOnly, error }: ChannelChoiceProps) {
  const label = useId();
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600} id={label}>
        Get the code by
      </Text>
      <SegmentedControl
        fullWidth
        aria-labelledby={label}
        data={CHANNELS.map((one) => ({ ...one }))}
        value={channel}
        onChange={(value) => onChannel(value as Channel)}
        readOnly={readOnly}
      />
      <Text size="sm" c={error === null ? 'dimmed' : 'var(--hub-danger)'} role={error === null ? undefined : 'alert'}>
        {error ?? 'We send six digits to confirm that it is you.'}
      </Text>
    </Stack>
  );
}
