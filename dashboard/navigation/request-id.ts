/** What was pasted into the field for a request ID. */
export type PastedText =
  | { readonly kind: 'request_id'; readonly requestId: string }
  | { readonly kind: 'empty' }
  /** Contains a key or token: it must not leave the field. */
  | { readonly kind: 'secret' }
  | { readonly kind: 'other' };

/** API Gateway's format: base64 with padding, in which neither keys nor tokens end. */
const FORM = '[A-Za-z0-9+/_-]{10,30}={1,2}';
const WHOLE = new RegExp(`^${FORM}$`);
/** The field of a refusal's body, the response header, or the URL of an explanation. */
const LABELLED = new RegExp(
  `(?:request[ _-]?id|x-amz-apigw-id)["']?\\s*[:=]\\s*["']?(${FORM})(?![\\w+/=-])|/denials/(${FORM})(?![\\w+/=-])`,
  'i',
);
/** An API key, a JSON Web Token, a header with a credential, or an unbroken text as long as a token. */
const SECRET = /dpa_(?:live|test)_|eyJ[\w-]{8}|\b(?:bearer|basic)\s+[\w+/.~=-]{16}|[\w+/-]{30}/i;
/** The value of `x-amzn-requestid`: neither a secret nor the ID that is needed. */
const UUID = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi;

export function isRequestId(text: string): boolean {
  return WHOLE.test(text);
}

/** Finds the request ID in a pasted text: bare, quoted, in a body, header or URL. */
export function readPastedText(pasted: string): PastedText {
  const text = plain(pasted);
  if (text === '') return { kind: 'empty' };
  if (isRequestId(text)) return { kind: 'request_id', requestId: text };
  const [, ofField, ofUrl] = LABELLED.exec(text) ?? [];
  const requestId = ofField ?? ofUrl;
  if (requestId !== undefined) return { kind: 'request_id', requestId };
  return { kind: SECRET.test(text.replaceAll(UUID, '')) ? 'secret' : 'other' };
}

/** Removes what JSON, URLs and people put around and into an ID. */
function plain(pasted: string): string {
  return pasted
    .replaceAll(/%(3D|2F|2B)/gi, decodeURIComponent)
    .replaceAll('\\', '')
    .replaceAll(/[\u200B-\u200D\u2060\uFEFF]/g, '')
    .replaceAll(/^[\s"'`“”‘’„,;<>()]+|[\s"'`“”‘’„,;.<>()]+$/g, '');
}
