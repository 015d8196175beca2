import fc from 'fast-check';
import { ID_TOKEN_FORMS, KEY_FORMS } from './credential-forms.ts';
import type { Front } from './fuzz-case.ts';
import { placeholder } from './text-template.ts';

export type Header = [name: string, value: string];

const key = (name: string): Header => ['x-api-key', placeholder(name)];
const bearer = (name: string): Header => ['Authorization', `Bearer ${placeholder(name)}`];

const GOOD: Readonly<Record<Front, readonly Header[][]>> = {
  'partner-api': [[key('a.key')], [key('b.key')], [bearer('a.token')], [bearer('b.token')], [key('a.scoped-key')]],
  hub: [[bearer('m.id-token')]],
  'management-api': [[bearer('m.id-token')]],
};

const BAD: Readonly<Record<Front, readonly Header[][]>> = {
  'partner-api': [
    ...['a', 'b'].flatMap((partner) => KEY_FORMS.map((form) => [key(`${partner}.key.${form}`)])),
    ...['a.deleted-key', 'a.disabled-key', 'suspended.key', 'm.id-token'].map((name) => [key(name)]),
    ...['suspended.token', 'off.token', 'removed.token', 'm.id-token', 'a.key'].map((name) => [bearer(name)]),
    [key('a.key'), key('a.key')],
    [key('a.key'), key('b.key')],
    [key('a.token')],
    [['x-api-key', ''], bearer('a.token')],
    [key('a.key.other-secret'), bearer('a.token')],
    [bearer('a.token'), bearer('b.token')],
    [['Authorization', `Basic ${placeholder('a.token')}`]],
    [['Authorization', placeholder('a.token')]],
    [['Authorization', `Bearer ${placeholder('a.token')} `.repeat(2)]],
    [['Cookie', `x-api-key=${placeholder('a.key')}`]],
    [['X_API_KEY', placeholder('a.key')]],
    [['d360-api-key', placeholder('a.key')]],
    [['x-partner-id', placeholder('a.id')]],
  ],
  hub: [
    ...ID_TOKEN_FORMS.map((form) => [bearer(`m.id-token.${form}`)]),
    [bearer('removed.id-token')],
    [bearer('m.id-token'), bearer('m.id-token')],
    [bearer('a.token')],
    [bearer('a.key')],
    [key('a.key')],
    [['Authorization', placeholder('m.id-token')]],
    [['Cookie', `id_token=${placeholder('m.id-token')}`]],
    [['x-origin-secret', 'guess']],
    [['x-viewer-ip', '127.0.0.1']],
  ],
  'management-api': [
    [['x-origin-secret', 'guess'], bearer('m.id-token')],
    [['x-origin-secret', ''], bearer('m.id-token')],
  ],
};

/** A credential that is good for something. */
export function goodCredentials(front: Front): fc.Arbitrary<Header[]> {
  return fc.constantFrom(...GOOD[front]).map((headers) => headers.map(([name, value]): Header => [name, value]));
}

/** No credential, one that is good for nothing, or a good one where it does not count. */
export function badCredentials(front: Front): fc.Arbitrary<Header[]> {
  const others = fc.constantFrom(...BAD[front]).map((headers) => headers.map(([name, value]): Header => [name, value]));
  return fc.oneof({ weight: 1, arbitrary: fc.constant<Header[]>([]) }, { weight: 3, arbitrary: others });
}
