/** E-mails as text and HTML from the same parts. Pure. */

export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface MailParts {
  readonly subject: string;
  readonly intro: string;
  /** On a line of its own in the text, and large in the HTML. */
  readonly code?: string;
  /** After the code. */
  readonly note?: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly closing: string;
}

/** Returns a mail. Values come from users, so the HTML escapes them. */
export function mailContent({ subject, intro, code, note, facts, closing }: MailParts): MailContent {
  const paragraphs = [intro, code, note].filter((part) => part !== undefined);
  const lines = facts.map(([name, value]) => `${name}: ${value}`);
  const html = [
    paragraph(intro),
    ...(code === undefined ? [] : [`<p style="${CODE_STYLE}">${escapeHtml(code)}</p>`]),
    ...(note === undefined ? [] : [paragraph(note)]),
    table(facts),
    paragraph(closing),
  ];
  return {
    subject,
    text: [...paragraphs.flatMap((part) => [part, '']), ...lines, '', closing, ''].join('\n'),
    html: `<!doctype html><html lang="en"><body style="${BODY_STYLE}">${html.join('')}</body></html>`,
  };
}

const BODY_STYLE =
  'font-family:sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a;max-width:560px;margin:0 auto;padding:24px';
const CODE_STYLE = 'font-size:32px;letter-spacing:6px;font-weight:bold;margin:24px 0';
const NAME_STYLE = 'text-align:left;vertical-align:top;padding:2px 16px 2px 0;font-weight:normal;color:#555';

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

function table(rows: MailParts['facts']): string {
  const cells = rows.map(
    ([name, value]) => `<tr><th style="${NAME_STYLE}">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<table role="presentation">${cells.join('')}</table>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
