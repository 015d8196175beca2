import { randomInt } from 'node:crypto';
import { z } from 'zod';

/** AWS::SecretsManager::Secret, GenerateSecretString. */
const PROPERTIES = z.strictObject({
  ExcludeCharacters: z.string().optional(),
  ExcludeLowercase: z.boolean().optional(),
  ExcludeNumbers: z.boolean().optional(),
  ExcludePunctuation: z.boolean().optional(),
  ExcludeUppercase: z.boolean().optional(),
  GenerateStringKey: z.string().optional(),
  IncludeSpace: z.boolean().optional(),
  PasswordLength: z.number().optional(),
  RequireEachIncludedType: z.boolean().optional(),
  SecretStringTemplate: z.string().optional(),
});
type GenerateSecretString = z.output<typeof PROPERTIES>;

const DEFAULT_LENGTH = 32;
/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** Returns a new value. Throws an Error for properties that are unknown or contradict each other. */
export function generateSecret(properties: object): string {
  const { success, data, error } = PROPERTIES.safeParse(properties);
  if (!success) throw new Error(`GenerateSecretString cannot be used locally. ${z.prettifyError(error)}`);
  const { SecretStringTemplate: template, GenerateStringKey: key } = data;
  if ((template === undefined) !== (key === undefined)) {
    throw new Error('GenerateSecretString needs SecretStringTemplate and GenerateStringKey, or neither.');
  }
  const password = randomPassword(data);
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
