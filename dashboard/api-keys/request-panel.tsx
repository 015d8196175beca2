import { Skeleton, Tabs } from '@mantine/core';
import { useState } from 'react';
import { CopyButton } from '../elements/copy-button.tsx';
import { Panel } from '../elements/panel.tsx';
import {
  changedRequest,
  LANGUAGES,
  type Language,
  requestSnippet,
  type SnippetLine,
} from '../key-parts/request-snippets.ts';
import { useHub, useResource } from '../state/hub.ts';
import classes from './request-panel.module.css';

const MARKS = { before: '−', after: '+' };

/** Shows how to change requests from tokens to keys. */
export function RequestPanel() {
  const hub = useHub();
  const { value: viewer } = useResource(hub.viewer);
  const [language, setLanguage] = useState<Language>('curl');
  const target = viewer && { partnerApi: hub.config.partnerApi, partnerId: viewer.partner.id };

  return (
    <Panel
      title="How to change your requests"
      description="Addresses and answers stay the same; one header changes. Give each system a key of its own."
    >
      <Tabs
        value={language}
        onChange={(value) => setLanguage((value ?? 'curl') as Language)}
        variant="pills"
        mt="md"
        classNames={{ list: classes.languages ?? '', tab: classes.language ?? '' }}
      >
        <Tabs.List aria-label="Language of the example">
          {LANGUAGES.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {LANGUAGES.map(({ id }) => (
          <Tabs.Panel key={id} value={id} mt="sm">
            {target === null ? <Skeleton height={150} /> : <Snippet lines={requestSnippet(id, target)} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Panel>
  );
}

function Snippet({ lines }: { readonly lines: readonly SnippetLine[] }) {
  return (
    <div className={classes.snippet}>
      <pre>
        {lines.map(({ text, change }) => (
          <span key={text} className={classes.line} data-change={change}>
            <span className={classes.mark} aria-hidden>
              {change && MARKS[change]}
            </span>
            <code>
              {change === 'before' ? <del>{text}</del> : change === 'after' ? <ins>{text}</ins> : text || ' '}
            </code>
          </span>
        ))}
      </pre>
      <div className={classes.foot}>
        <span>Copies the updated request.</span>
        <CopyButton text={changedRequest(lines)} what="the request" />
      </div>
    </div>
  );
}
