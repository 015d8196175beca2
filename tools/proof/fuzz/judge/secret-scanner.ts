/** Too short to be told from other text. */
const MIN_LENGTH = 12;
const KEY_SECRET = /^dpa_.*_([0-9A-Za-z]{32})[0-9A-Za-z]{6}$/;

interface Spelling {
  readonly secret: string;
  readonly text: string;
}

/** Finds secrets in text: plain, percent-encoded, in Base64 at any position, and as the part of a credential that is secret. */
export class SecretScanner {
  readonly #spellings = new Map<string, readonly Spelling[]>();

  add(secret: string): void {
    if (this.#spellings.has(secret)) return;
    const texts = new Set([secret, secretPartOf(secret)].flatMap(spellingsOf));
    this.#spellings.set(
      secret,
      [...texts].filter((text) => text.length >= MIN_LENGTH).map((text) => ({ secret, text })),
    );
  }

  remove(secret: string): void {
    this.#spellings.delete(secret);
  }

  /** Returns the secrets that are in the text. */
  find(text: string): readonly string[] {
    const found = [...this.#spellings.values()].filter((spellings) => spellings.some((one) => text.includes(one.text)));
    return found.map(([first]) => first?.secret ?? '');
  }
}

/** Returns the part that nobody may know: the secret of a key, whose rest is its ID, or the signature of a signed token. */
function secretPartOf(secret: string): string {
  const signature = secret.split('.')[2];
  return KEY_SECRET.exec(secret)?.[1] ?? (signature === undefined || signature === '' ? secret : signature);
}

function spellingsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const encodedBytes = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const inBase64 = [0, 1, 2].flatMap((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    // Only the characters that no neighboring byte has a part in.
    const inner = whole.slice(Math.ceil((shift * 4) / 3), Math.floor(((shift + bytes.length) * 4) / 3));
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [text, encodeURIComponent(text), encodedBytes, encodedBytes.toUpperCase(), bytes.toString('hex'), ...inBase64];
}
