import { expect, it } from '@jest/globals';
import { mailContent } from '../../../../lambdas/domain/base/mail-content.ts';

const PARTS = { subject: 'Code', intro: 'Hello', facts: [['Key', 'ERP']], closing: 'Bye' } as const;

// Many read mails as text only, and others see only the HTML.
it('text and HTML have the same parts in the same order', () => {
  const { text, html } = mailContent({ ...PARTS, code: '012345', note: 'For five minutes.' });
  expect(text).toBe('Hello\n\n012345\n\nFor five minutes.\n\nKey: ERP\n\nBye\n');
  expect(
    html
      .replaceAll(/<[^>]+>/g, '|')
      .split('|')
      .filter(Boolean),
  ).toEqual(['Hello', '012345', 'For five minutes.', 'Key', 'ERP', 'Bye']);
});

it('a mail without a code and a note leaves no gap', () => {
  expect(mailContent(PARTS).text).toBe('Hello\n\nKey: ERP\n\nBye\n');
});

// Names are chosen by users, and mail clients show HTML.
it('what users have written is text in the HTML, whatever it holds', () => {
  const written = `<a href="x" title='y'>&`;
  const escaped = '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;';
  const parts = { subject: 'S', intro: written, code: written, note: written, closing: written };
  const { html, text } = mailContent({ ...parts, facts: [[written, written]] });
  expect(html.split(escaped)).toHaveLength(7);
  expect(html).not.toContain('<a');
  expect(text.split(written)).toHaveLength(7);
});
