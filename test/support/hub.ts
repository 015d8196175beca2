import { type HttpRequest, type HttpResponse, sendRequest } from '../../tools/client/http.ts';

const shared: { hub?: string; mailbox?: string } = JSON.parse(process.env.LOCAL_RUN ?? '{}');

/** Origins of the hub and of the mailbox, without a path. */
export const hub = required('hub');
export const mailbox = required('mailbox');

export async function requestHub(options: HttpRequest): Promise<HttpResponse> {
  return sendRequest(hub, options);
}

function required(part: 'hub' | 'mailbox'): string {
  const origin = shared[part];
  if (origin === undefined) throw new Error(`The shared run did not say where its ${part} is.`);
  return origin;
}
