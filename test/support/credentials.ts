import { requestCode } from './create-key.ts';
import { request } from './local-run.ts';
import { createApiKey, createPartner } from './records.ts';
import { createUser, signInUser } from './users.ts';

/** Good credentials of one user, as a client might put them into the wrong place. */
export interface Credentials {
  readonly key: string;
  readonly token: string;
  readonly password: string;
  readonly idToken: string;
  /** Six digits. */
  readonly code: string;
}

export type CredentialName = keyof Credentials;

/** Creates them, each the way in which a partner gets it, but for the key, which is stored directly. */
export async function createCredentials(): Promise<Credentials> {
  const partnerId = await createPartner({ active_keys: { N: '1' } });
  const user = await signInUser(await createUser({ partnerId }));
  const { key } = await createApiKey(partnerId);
  const { code } = await requestCode(user);
  const issued = await request({
    method: 'POST',
    path: '/api/v2/token',
    headers: [['content-type', 'application/json']],
    body: JSON.stringify({ username: user.email, password: user.password }),
  });
  const { password, idToken } = user;
  return { key, token: issued.json.access_token, password, idToken, code };
}

/** Long enough to be no accident, short enough to be found where a text was cut. */
const TELLING_LENGTH = 16;

/** Returns a function that names the credentials which stand in a text: plain, percent-encoded or in base64. */
export function credentialSearch({
  code,
  key,
  token,
  password,
  idToken,
}: Credentials): (text: string) => CredentialName[] {
  const forms = Object.entries({ key, token, password, idToken }).map(
    ([name, secret]) => [name as CredentialName, formsOf(tellingPart(secret))] as const,
  );
  // Six digits occur by chance, so only as a whole.
  const codeForms = [code, ...encodedForms(code)].map((form) => `(?<![0-9A-Za-z])${escaped(form)}(?![0-9A-Za-z])`);
  const codePattern = new RegExp(codeForms.join('|'));
  return (text) => [
    ...forms.filter(([, found]) => found.some((form) => text.includes(form))).map(([name]) => name),
    ...(codePattern.test(text) ? (['code'] as const) : []),
  ];
}

/** The secret at the end of a key and of an ID token: what stands before it is in records and logs, too. */
function tellingPart(secret: string): string {
  const last = secret.split(/[._](?=[^._]*$)/).at(-1) ?? secret;
  return (last.length < TELLING_LENGTH ? secret : last).slice(0, TELLING_LENGTH);
}

function formsOf(secret: string): string[] {
  return [secret, ...encodedForms(secret), ...base64Inside(secret)];
}

/** Percent-encoded where it must be, and everywhere; base64 of the text by itself. */
function encodedForms(secret: string): string[] {
  const everywhere = [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  return [encodeURIComponent(secret), secret.replaceAll('!', '%21'), everywhere, everywhere.toUpperCase(), base64];
}

/** What every base64 text has that holds the secret, at whichever of three positions it begins. */
function base64Inside(secret: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3));
    const inside = whole.toString('base64').slice(before === 0 ? 0 : 4);
    return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
