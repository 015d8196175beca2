import { refreshAt, signInAt, type Tokens } from '../../tools/client/sign-in.ts';
import { hub } from './hub.ts';

/** Signs in at the shared run, over HTTP, as the hub's page does. */
export async function signIn(email: string, password: string): Promise<Tokens> {
  return signInAt(hub, email, password);
}

export async function refresh(refreshToken: string): Promise<Tokens> {
  return refreshAt(hub, refreshToken);
}
