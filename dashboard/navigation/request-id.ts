/** What somebody has pasted where a request ID is asked for. */
export type PastedText =
  | { readonly kind: 'request_id'; readonly requestId: string }
  | { readonly kind: 'empty' }
  /** A key or a token, or something that holds one: it must go nowhere. */
  | { readonly kind: 'secret' }
  | { readonly kind: 'other' };

/** As API Gateway makes them: base 64 with its padding, which neither keys nor tokens end in. */
const FORM = '[A-Za-z0-9+/_-]{10,30}={1,2}';
const WHOLE = new RegExp(`^${FORM}$`);
/** The field of a refusal's body, the header of its answer, or the address of an explanation. */
const LABELLED = new RegExp(
  `(?:request[ _-]?id|x-amz-apigw-id)["']?\\s*[:=]\\s*["']?(${FORM})(?![\\w+/=-])|/denials/(${FORM})(?![\\w+/=-])`,
  'i',
);
/** An API key, a JSON Web Token, a header that carries a credential, or as many characters in one as tokens have. */
const SECRET = /dpa_(?:live|test)_|eyJ[\w-]{8}|\b(?:bearer|basic)\s+[\w+/.~=-]{16}|[\w+/-]{30}/i;
/** What `x-amzn-requestid` holds: no secret, and not what is asked for. */
const UUID = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi;

export function isRequestId(text: string): boolean {
  return WHOLE.test(text);
}

/** Finds the request ID in what was pasted: bare, in quotes, in a body or header, or in an address. */
export function readPastedText(pasted: string): PastedText {
  const text = plain(pasted);
  if (text === '') return { kind: 'empty' };
  if (isRequestId(text)) return { kind: 'request_id', requestId: text };
  const [, ofField, ofAddress] = LABELLED.exec(text) ?? [];
  const requestId = ofField ?? ofAddress;
  if (requestId !== undefined) return { kind: 'request_id', requestId };
  return { kind: SECRET.test(text.replaceAll(UUID, '')) ? 'secret' : 'other' };
}

/** Without what JSON, addresses and people put around and into an ID. */
function plain(pasted: string): string {
  return pasted
    .replaceAll(/%(3D|2F|2B)/gi, decodeURIComponent)
    .replaceAll('\\', '')
    .replaceAll(/[\u200B-\u200D\u2060\uFEFF]/g, '')
    .replaceAll(/^[\s"'`“”‘’„,;<>()]+|[\s"'`“”‘’„,;.<>()]+$/g, '');
}
