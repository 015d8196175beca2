import { randomInt } from 'node:crypto';

/** As the template has it: AWS::SecretsManager::Secret, GenerateSecretString. */
export interface GenerateSecretString {
  readonly ExcludeCharacters?: string;
  readonly ExcludeLowercase?: boolean;
  readonly ExcludeNumbers?: boolean;
  readonly ExcludePunctuation?: boolean;
  readonly ExcludeUppercase?: boolean;
  readonly GenerateStringKey?: string;
  readonly IncludeSpace?: boolean;
  readonly PasswordLength?: number;
  readonly RequireEachIncludedType?: boolean;
  readonly SecretStringTemplate?: string;
}

const KNOWN: readonly string[] = [
  'ExcludeCharacters',
  'ExcludeLowercase',
  'ExcludeNumbers',
  'ExcludePunctuation',
  'ExcludeUppercase',
  'GenerateStringKey',
  'IncludeSpace',
  'PasswordLength',
  'RequireEachIncludedType',
  'SecretStringTemplate',
] satisfies (keyof GenerateSecretString)[];

const DEFAULT_LENGTH = 32;
/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** A new value. Throws an Error for properties that nobody can follow. */
export function generateSecret(properties: GenerateSecretString): string {
  const unknown = Object.keys(properties).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw new Error(`GenerateSecretString.${unknown} is not supported locally.`);
  const { SecretStringTemplate: template, GenerateStringKey: key } = properties;
  if ((template === undefined) !== (key === undefined)) {
    throw new Error('GenerateSecretString needs SecretStringTemplate and GenerateStringKey, or neither.');
  }
  const password = randomPassword(properties);
  if (template === undefined || key === undefined) return password;
  return JSON.stringify({ ...(JSON.parse(template) as object), [key]: password });
}

function randomPassword(properties: GenerateSecretString): string {
  const length = properties.PasswordLength ?? DEFAULT_LENGTH;
  const excluded = new Set(properties.ExcludeCharacters ?? '');
  const types = [
    properties.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    properties.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    properties.ExcludeNumbers ? '' : '0123456789',
    properties.ExcludePunctuation ? '' : PUNCTUATION,
    properties.IncludeSpace ? ' ' : '',
  ]
    .map((characters) => [...characters].filter((character) => !excluded.has(character)))
    .filter((characters) => characters.length > 0);
  const all = types.flat();
  if (all.length === 0) throw new Error('GenerateSecretString excludes every character.');
  const required = (properties.RequireEachIncludedType ?? true) ? types : [];
  if (length < Math.max(1, required.length)) throw new Error('GenerateSecretString.PasswordLength is too small.');
  const characters = [...required.map(pick), ...Array.from({ length: length - required.length }, () => pick(all))];
  return shuffled(characters).join('');
}

function pick(characters: readonly string[]): string {
  return characters[randomInt(characters.length)] ?? '';
}

function shuffled(characters: string[]): string[] {
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return characters;
}
