import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startLoopbackServer } from '../../servers/loopback-server.ts';
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
  /** The channel key that is right at the moment. */
  readonly channelKey: () => string;
  readonly deliver: (message: DeliveredMessage) => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const BODY_LIMIT_BYTES = 64 * 1024;

/** `POST /messages` of the platform's Messaging API, for authentication templates; messages go to `deliver`. */
export async function startMessaging(options: MessagingServerOptions): Promise<MessagingServer> {
  const server = await startLoopbackServer({
    port: 0,
    browsers: false,
    serve: (request, response) => {
      answer(options, request)
        .catch((error: unknown) => {
          // The client went away while sending; there is nobody to answer.
          if (request.errored !== null) throw error;
          console.error('The local Messaging API failed:', error);
          return refusal(500, 131000, 'Something went wrong', 'The message could not be delivered.');
        })
        .then((given) => send(response, given))
        .catch(() => response.destroy());
    },
  });
  return { origin: `http://127.0.0.1:${server.port}`, close: server.close };
}

async function answer({ channelKey, deliver }: MessagingServerOptions, request: IncomingMessage): Promise<Answer> {
  const body = await bodyOf(request);
  if (!isSame(request.headers['d360-api-key'], channelKey())) {
    return refusal(401, 190, 'Authentication Error', 'The channel key is missing or wrong.');
  }
  const path = request.url?.split('?', 1)[0];
  if (request.method !== 'POST' || path !== '/messages') {
    return refusal(404, 100, 'Unsupported request', 'There is POST /messages only.');
  }
  if (body === null) return refusal(413, 100, 'Invalid parameter', 'The payload is too large.');
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return refusal(400, 100, 'Invalid parameter', 'The content type must be application/json.');
  }
  let message: TemplateMessage;
  try {
    message = parseTemplateMessage(JSON.parse(body.toString('utf8')));
  } catch (error) {
    if (error instanceof PayloadError) return refusal(400, 100, 'Invalid parameter', error.message);
    if (error instanceof SyntaxError) return refusal(400, 100, 'Invalid parameter', 'The payload is no JSON.');
    throw error;
  }
  await deliver(delivered(message));
  return {
    status: 200,
    body: {
      messaging_product: 'whatsapp',
      contacts: [{ input: message.to, wa_id: message.to.replace('+', '') }],
      messages: [{ id: `wamid.${randomBytes(24).toString('base64')}` }],
    },
  };
}

/** The code alone on a line, as e-mails have it. The rest is about what WhatsApp shows for such a template. */
function delivered({ to, template, language, code }: TemplateMessage): DeliveredMessage {
  return {
    from: 'WhatsApp',
    to,
    subject: `WhatsApp message to ${to}`,
    text: `Your verification code:\n\n${code}\n\nFor your security, do not share this code.\n\n(template ${template}, language ${language})\n`,
  };
}

/** null: too large; what is too much is read and dropped, so that the answer arrives. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  return length > BODY_LIMIT_BYTES ? null : Buffer.concat(chunks);
}

function isSame(given: string | string[] | undefined, expected: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(expected));
}

/** https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes */
function refusal(status: number, code: number, title: string, details: string): Answer {
  const type = 'OAuthException';
  const error_data = { messaging_product: 'whatsapp', details };
  return {
    status,
    body: {
      error: { message: `(#${code}) ${title}`, type, code, error_data, fbtrace_id: randomBytes(8).toString('hex') },
    },
  };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
