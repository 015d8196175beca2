import { Button, TextInput } from '@mantine/core';
import { type ClipboardEvent, type FormEvent, useRef, useState } from 'react';
import { Panel } from '../elements/panel.tsx';
import { readPastedText } from '../navigation/request-id.ts';
import classes from './refusals.module.css';

interface RequestIdFormProps {
  /** The explained request, or null. */
  readonly shown: string | null;
  readonly onExplain: (requestId: string) => void;
}

const ERRORS = {
  empty: 'Paste the request ID of the refusal.',
  secret:
    'This looks like a key or a token, not like a request ID. It was sent nowhere, and was taken out of the field again.',
  other:
    'There is no request ID in this. One looks like JJbxmF0VoAMFbnA= and ends with an equals sign. Nothing was sent.',
};

/** Asks for a request ID. Anything else stays in this field, because it may be a key pasted by mistake. */
export function RequestIdForm({ shown, onExplain }: RequestIdFormProps) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(shown ?? '');
  const [error, setError] = useState<string | null>(null);
  const [textOf, setTextOf] = useState(shown);
  // The path has changed, by this form or by going back.
  if (textOf !== shown) {
    setTextOf(shown);
    setText(shown ?? '');
    setError(null);
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    const read = readPastedText(text);
    setError(read.kind === 'request_id' ? null : ERRORS[read.kind]);
    if (read.kind === 'secret') setText('');
    if (read.kind !== 'request_id') {
      field.current?.focus();
      return;
    }
    setText(read.requestId);
    onExplain(read.requestId);
  }

  /** A single-line field would join the lines of a pasted response. */
  function paste(event: ClipboardEvent): void {
    const read = readPastedText(event.clipboardData.getData('text'));
    if (read.kind !== 'request_id' && read.kind !== 'secret') return;
    event.preventDefault();
    setText(read.kind === 'request_id' ? read.requestId : '');
    setError(read.kind === 'request_id' ? null : ERRORS[read.kind]);
  }

  return (
    <Panel
      title="Request ID"
      description={
        <>
          Every refusal has one: <code>request_id</code> in its body, and the header{' '}
          <code className={classes.whole}>x-amz-apigw-id</code>. Paste the ID, or the whole answer.
        </>
      }
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <TextInput
          ref={field}
          aria-label="Request ID"
          placeholder="JJbxmF0VoAMFbnA="
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setError(null);
          }}
          onPaste={paste}
          error={error}
          errorProps={{ role: 'alert' }}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          classNames={{ root: classes.field ?? '', input: classes.input ?? '' }}
        />
        <Button type="submit">Explain</Button>
      </form>
    </Panel>
  );
}
