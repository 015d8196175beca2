export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

export interface Form {
  readonly action: URL;
  readonly fields: ReadonlyMap<string, string>;
}

const MAX_REDIRECTS = 10;

/** Just enough of a browser to sign in with plain HTML forms: cookies, redirects, one form. */
export class Browser {
  readonly #cookies = new Map<string, string>();
  readonly #stopAt: string;

  /** A redirect to a URL that begins with `stopAt` is not followed: its page is returned without content. */
  constructor(stopAt: string) {
    this.#stopAt = stopAt;
  }

  async open(url: URL): Promise<Page> {
    return this.#load(url, {});
  }

  async submit(form: Form, filledIn: Readonly<Record<string, string>>): Promise<Page> {
    const body = new URLSearchParams(Object.entries({ ...Object.fromEntries(form.fields), ...filledIn }));
    return this.#load(form.action, { method: 'POST', body });
  }

  async #load(first: URL, firstInit: RequestInit): Promise<Page> {
    let url = first;
    let init = firstInit;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie: this.#cookieHeader() } });
      this.#storeCookies(response.headers.getSetCookie());
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) {
        return { url, status: response.status, text: await response.text() };
      }
      await response.body?.cancel();
      url = new URL(location, url);
      init = {};
      if (url.href.startsWith(this.#stopAt)) return { url, status: response.status, text: '' };
    }
    throw new Error(`${first.origin} redirects endlessly.`);
  }

  #cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #storeCookies(lines: readonly string[]): void {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

/** Finds the form of the page that has all these fields. */
export function findForm({ url, text }: Page, names: readonly string[]): Form | null {
  for (const [form] of text.matchAll(/<form\b.*?<\/form>/gis)) {
    const inputs = [...form.matchAll(/<input\b[^>]*>/gi)].map(([tag]) => tag);
    const fields = new Map(inputs.map((tag) => [attributeOf(tag, 'name') ?? '', attributeOf(tag, 'value') ?? '']));
    fields.delete('');
    if (!names.every((name) => fields.has(name))) continue;
    return { action: new URL(attributeOf(form, 'action') ?? '', url), fields };
  }
  return null;
}

function attributeOf(tag: string, name: string): string | undefined {
  const [, , value] = new RegExp(`\\s${name}\\s*=\\s*(["'])(.*?)\\1`, 'is').exec(tag) ?? [];
  return value
    ?.replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#([0-9]+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
