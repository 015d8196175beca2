import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startLoopbackServer } from '../../servers/loopback-server.ts';
import { readLimitedBody } from '../../servers/read-body.ts';
import { PayloadError, parseTemplateMessage, type TemplateMessage } from './template-message.ts';

export interface DeliveredMessage {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface MessagingServer {
  readonly origin: string;
  close(): Promise<void>;
}

export interface MessagingServerOptions {
  /** Returns the current channel key. */
  readonly channelKey: () => string;
  readonly deliver: (message: DeliveredMessage) => Promise<void>;
}

interface MessagingResponse {
  readonly status: number;
  readonly body: unknown;
}

const BODY_LIMIT_BYTES = 64 * 1024;

/** Serves `POST /messages` of the platform's Messaging API for authentication templates; messages go to `deliver`. */
export async function startMessaging(options: MessagingServerOptions): Promise<MessagingServer> {
  const server = await startLoopbackServer({
    port: 0,
    browsers: false,
    serve: (request, response) => {
      respond(options, request)
        .catch((error: unknown) => {
          // The client disconnected while sending: there is nobody to respond to.
          if (request.errored !== null) throw error;
          console.error('The local Messaging API failed:', error);
          return errorResponse(500, 131000, 'Something went wrong', 'The message could not be delivered.');
        })
        .then((result) => send(response, result))
        .catch(() => response.destroy());
    },
  });
  return { origin: `http://127.0.0.1:${server.port}`, close: server.close };
}

async function respond(
  { channelKey, deliver }: MessagingServerOptions,
  request: IncomingMessage,
): Promise<MessagingResponse> {
  const body = await readLimitedBody(request, BODY_LIMIT_BYTES);
  if (!isSame(request.headers['d360-api-key'], channelKey())) {
    return errorResponse(401, 190, 'Authentication Error', 'The channel key is missing or wrong.');
  }
  const path = request.url?.split('?', 1)[0];
  if (request.method !== 'POST' || path !== '/messages') {
    return errorResponse(404, 100, 'Unsupported request', 'Only POST /messages is supported locally.');
  }
  if (body === null) return errorResponse(413, 100, 'Invalid parameter', 'The payload is too large.');
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return errorResponse(400, 100, 'Invalid parameter', 'The content type must be application/json.');
  }
  let message: TemplateMessage;
  try {
    message = parseTemplateMessage(JSON.parse(body.toString('utf8')));
  } catch (error) {
    if (error instanceof PayloadError) return errorResponse(400, 100, 'Invalid parameter', error.message);
    if (error instanceof SyntaxError) return errorResponse(400, 100, 'Invalid parameter', 'The payload is not JSON.');
    throw error;
  }
  await deliver(toMailboxMessage(message));
  return {
    status: 200,
    body: {
      messaging_product: 'whatsapp',
      contacts: [{ input: message.to, wa_id: message.to.replace('+', '') }],
      messages: [{ id: `wamid.${randomBytes(24).toString('base64')}` }],
    },
  };
}

/** Puts the code alone on a line, as e-mails do. The rest is roughly what WhatsApp shows for such a template. */
function toMailboxMessage({ to, template, language, code }: TemplateMessage): DeliveredMessage {
  return {
    from: 'WhatsApp',
    to,
    subject: `WhatsApp message to ${to}`,
    text: `Your verification code:\n\n${code}\n\nFor your security, do not share this code.\n\n(template ${template}, language ${language})\n`,
  };
}

function isSame(value: string | string[] | undefined, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return typeof value === 'string' && timingSafeEqual(digest(value), digest(expected));
}

/** https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes */
function errorResponse(status: number, code: number, title: string, details: string): MessagingResponse {
  const type = 'OAuthException';
  const error_data = { messaging_product: 'whatsapp', details };
  return {
    status,
    body: {
      error: { message: `(#${code}) ${title}`, type, code, error_data, fbtrace_id: randomBytes(8).toString('hex') },
    },
  };
}

function send(response: ServerResponse, { status, body }: MessagingResponse): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
