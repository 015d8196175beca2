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
    const value = this.raw(name) ?? {};
    if (typeof value !== 'object' || Array.isArray(value)) throw this.error(name, 'must be a map.');
    return new Map(
      Object.entries(value as Record<string, unknown>).map(([key, item]) => {
        if (typeof item !== 'string') throw this.error(`${name}.${key}`, 'must be a text.');
        return [key, item];
      }),
    );
  }

  /** The properties inside a property; they are finished together with these. */
  nested(name: string): Properties | null {
    const value = this.raw(name) ?? null;
    if (value === null) return null;
    if (typeof value !== 'object' || Array.isArray(value)) throw this.error(name, 'must be a map.');
    const child = new Properties(this.place, value as Record<string, unknown>, `${this.#prefix}${name}.`);
    this.#children.push(child);
    return child;
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

  #missing(name: string): never {
    throw this.error(name, 'is missing.');
  }
}
