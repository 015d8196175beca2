import { TemplateError, type TemplatePlace } from './template-error.ts';
import { PROPERTIES_WITHOUT_LOCAL_EFFECT } from './without-local-effect.ts';

/**
 * The resolved properties of one resource. Remembers what was read, so that `finish` can stop on everything that
 * nobody looked at.
 */
export class Properties {
  readonly place: TemplatePlace;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #prefix: string;
  readonly #read = new Set<string>();
  readonly #children: Properties[] = [];

  constructor(place: TemplatePlace, values: Readonly<Record<string, unknown>>, prefix = '') {
    this.place = place;
    this.#values = values;
    this.#prefix = prefix;
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.#missing(name);
  }

  optionalText(name: string): string | null {
    const value = this.raw(name) ?? null;
    if (value === null || typeof value === 'string') return value;
    throw this.error(name, 'must be a text.');
  }

  /** Numbers may stand as texts in a template. */
  number(name: string, fallback: number): number {
    const value = this.raw(name) ?? fallback;
    const number = Number(value);
    if (Number.isFinite(number) && value !== '') return number;
    throw this.error(name, 'must be a number.');
  }

  /** A map of texts; empty if it is not there. */
  texts(name: string): Map<string, string> {
    return this.nested(name)?.allTexts() ?? new Map();
  }

  /** All of these properties, each of which must be a text. */
  allTexts(): Map<string, string> {
    return new Map(Object.keys(this.#values).map((name) => [name, this.text(name)]));
  }

  /** A list of texts; empty if it is not there. */
  textList(name: string): string[] {
    return this.#list(name).map((item) => {
      if (typeof item !== 'string') throw this.error(name, 'must be a list of texts.');
      return item;
    });
  }

  /** Truth values may stand as texts in a template. */
  flag(name: string, fallback: boolean): boolean {
    const value = this.raw(name) ?? fallback;
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    throw this.error(name, 'must be true or false.');
  }

  /** The properties inside a property; they are finished together with these. */
  nested(name: string): Properties | null {
    const value = this.raw(name) ?? null;
    return value === null ? null : this.#child(name, value);
  }

  requiredNested(name: string): Properties {
    return this.nested(name) ?? this.#missing(name);
  }

  /** The properties inside each item of a list; they are finished together with these. */
  nestedList(name: string): Properties[] {
    return this.#list(name).map((item) => this.#child(name, item));
  }

  raw(name: string): unknown {
    this.#read.add(name);
    return this.#values[name];
  }

  /** Stops unless the property is absent or has one of the values given. */
  expect(name: string, ...allowed: unknown[]): void {
    const value = this.raw(name);
    if (value === undefined || allowed.some((one) => JSON.stringify(one) === JSON.stringify(value))) return;
    throw this.error(name, `${JSON.stringify(value)} is not supported locally.`);
  }

  error(name: string, what: string): TemplateError {
    return new TemplateError(this.place, `property ${this.#prefix}${name}: ${what}`);
  }

  /** Throws if there is a property that was neither read nor listed as having no effect here. */
  finish(): void {
    const ignored = PROPERTIES_WITHOUT_LOCAL_EFFECT[this.place.type] ?? {};
    for (const name of Object.keys(this.#values)) {
      if (this.#read.has(name) || Object.hasOwn(ignored, `${this.#prefix}${name}`)) continue;
      throw this.error(name, 'is not supported locally.');
    }
    for (const child of this.#children) child.finish();
  }

  #child(name: string, value: unknown): Properties {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.error(name, 'must be a map.');
    const child = new Properties(this.place, value as Record<string, unknown>, `${this.#prefix}${name}.`);
    this.#children.push(child);
    return child;
  }

  #list(name: string): unknown[] {
    const value = this.raw(name) ?? [];
    if (!Array.isArray(value)) throw this.error(name, 'must be a list.');
    return value;
  }

  #missing(name: string): never {
    throw this.error(name, 'is missing.');
  }
}
