import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { type LoopbackServer, startLoopbackServer } from '../../servers/loopback-server.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { loadSigningKeys } from '../accounts/signing-keys.ts';
import { createProvider, type SignInClient } from './create-provider.ts';
import type { PasswordResets } from './handle-password-reset.ts';
import { createSignInHandler } from './handle-sign-in.ts';
import { handleSignOut } from './handle-sign-out.ts';
import { ProviderState } from './provider-state.ts';

export interface SignInOptions {
  /** 0 takes the port in `portFile`, or a free one if that is in use. */
  readonly port: number;
  /** Stores the port, so that the issuer stays the same after a restart. */
  readonly portFile: string;
  readonly accounts: Accounts;
  /** A JWKS with private parts, created if it does not exist. `sign-in-state.json` beside it stores sessions and refresh tokens. */
  readonly keysFile: string;
  /** `/<userPoolId>` */
  readonly issuerPath: string;
  readonly client: SignInClient;
  readonly passwordResets: PasswordResets;
}

export interface SignInServer {
  /** `http://localhost:<port>/<userPoolId>` */
  readonly issuer: string;
  /** Serves `/logout`. */
  readonly origin: string;
  /** Ends the refresh tokens of an account; its browser sessions stay. */
  endRefreshTokens(subject: string): void;
  close(): Promise<void>;
}

/** Starts the local OpenID provider. Rejects with the error of `listen` (`code` is EADDRINUSE for a busy port). */
export async function startSignIn(options: SignInOptions): Promise<SignInServer> {
  const { accounts, client, issuerPath, keysFile, passwordResets } = options;
  let serve: RequestListener = (_request, response) => void response.writeHead(503).end();
  const server = await listen(options, (request, response) => serve(request, response));
  const origin = `http://localhost:${server.port}`;
  const issuer = `${origin}${issuerPath}`;
  const state = new ProviderState(join(dirname(keysFile), 'sign-in-state.json'));
  const provider = createProvider({ issuer, accounts, client, keys: loadSigningKeys(keysFile), state });
  const callback = provider.callback();
  const handleSignIn = createSignInHandler({
    provider,
    accounts,
    origin,
    redirectUris: client.redirectUris,
    passwordResets,
  });

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    // The provider builds its URLs from this header.
    if (request.headers.host !== `localhost:${server.port}`) return response.writeHead(421).end();
    const { url = '/' } = request;
    const [path = ''] = url.split('?', 1);
    if (path === '/logout' && request.method === 'GET') return handleSignOut({ provider, client }, request, response);
    if (path.startsWith(`${issuerPath}/sign-in/`)) return handleSignIn(request, response);
    if (!path.startsWith(`${issuerPath}/`)) return response.writeHead(404).end();
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('x-content-type-options', 'nosniff');
    // The difference between the two URLs shows the provider that it is mounted below the pool's ID.
    Object.assign(request, { originalUrl: url, url: url.slice(issuerPath.length) });
    return callback(request, response);
  };
  serve = (request, response) => {
    route(request, response).catch((error: unknown) => {
      console.error('The local sign-in failed:', error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };

  return {
    issuer,
    origin,
    endRefreshTokens: (subject) => state.endRefreshTokens(subject),
    close: async () => {
      await server.close();
      state.flush();
    },
  };
}

async function listen({ port, portFile, client }: SignInOptions, serve: RequestListener): Promise<LoopbackServer> {
  const stored = port === 0 && existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : port;
  const wanted = Number.isInteger(stored) && stored > 0 && stored < 65_536 ? stored : 0;
  const options = { browsers: true, origins: client.allowedOrigins, serve };
  const server = await startLoopbackServer({ ...options, port: wanted }).catch((error: unknown) => {
    if (port !== 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startLoopbackServer({ ...options, port: 0 });
  });
  writeFileSync(portFile, `${server.port}\n`);
  return server;
}
