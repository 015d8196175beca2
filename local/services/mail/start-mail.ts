import type { RequestListener } from 'node:http';
import ses from 'aws-ses-v2-local';
import { startLoopbackServer } from '../../servers/loopback-server.ts';

export interface MailboxMessage {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface MailServer {
  /** `http://localhost:<port>`, which serves the page and `GET /store`. */
  readonly origin: string;
  readonly sesEndpoint: string;
  /** Adds a message of another service to the mailbox. */
  deliver(message: MailboxMessage): Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves SES v2 with a mailbox page instead of delivery. The emulator's listener is replaced with a loopback server:
 * otherwise a foreign page could read the codes.
 * Rejects with the error of `listen` (`code` is EADDRINUSE for a busy port).
 */
export async function startMail({ port }: { port: number }): Promise<MailServer> {
  // The emulator would forward every message to the server that this variable names.
  delete process.env.SMTP_TRANSPORT;
  const serve = await emulator();
  const server = await startLoopbackServer({
    port,
    browsers: true,
    serve: (request, response) => {
      response.setHeader('cache-control', 'no-store');
      response.setHeader('x-content-type-options', 'nosniff');
      response.setHeader('x-frame-options', 'DENY');
      serve(request, response);
    },
  });
  const sesEndpoint = `http://127.0.0.1:${server.port}`;
  return {
    origin: `http://localhost:${server.port}`,
    sesEndpoint,
    deliver: (message) => deliver(sesEndpoint, message),
    close: server.close,
  };
}

async function emulator(): Promise<RequestListener> {
  const server = await ses.default({ host: '127.0.0.1', port: 0 });
  const [serve] = server.listeners('request');
  await new Promise((resolve) => server.close(resolve));
  if (serve === undefined) throw new Error('The SES emulator has no request listener.');
  return serve as RequestListener;
}

async function deliver(endpoint: string, { from, to, subject, text }: MailboxMessage): Promise<void> {
  const response = await fetch(`${endpoint}/v2/email/outbound-emails`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'AWS4-HMAC-SHA256' },
    body: JSON.stringify({
      FromEmailAddress: from,
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } },
    }),
  });
  if (!response.ok) throw new Error(`The mailbox responded with ${response.status}.`);
}
