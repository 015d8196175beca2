import { type HttpRequest, type HttpResponse, sendRequest } from '../../tools/client/http.ts';
import { runInfo } from './local-run.ts';

/** What run.json tells about the parts behind the hub, for tests that have to get past it. */
export interface HubRunInfo {
  /** The Management API itself, without the hub before it. */
  readonly management_api_endpoint: string;
  readonly issuer: string;
  /** JWK Set with the private keys of the local sign-in provider. */
  readonly sign_in_keys_file: string;
  readonly cognito_endpoint: string;
  readonly user_pool_id: string;
  readonly secrets_endpoint: string;
  readonly messaging_endpoint: string;
}

const shared: { hub?: string; mailbox?: string } = JSON.parse(process.env.LOCAL_RUN ?? '{}');

/** Origins of the hub and of the mailbox, without a path. */
export const hub = required('hub');
export const mailbox = required('mailbox');

export function hubRunInfo(): HubRunInfo {
  return runInfo() as unknown as HubRunInfo;
}

export async function requestHub(options: HttpRequest): Promise<HttpResponse> {
  return sendRequest(hub, options);
}

function required(part: 'hub' | 'mailbox'): string {
  const origin = shared[part];
  if (origin === undefined) throw new Error(`The shared run did not say where its ${part} is.`);
  return origin;
}
