import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SesMailer } from '../../lambdas/adapters/aws/ses-mailer.ts';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';

const NOT_VERIFIED = 'Email address is not verified: owner@demo.example, code 012345';

let server: Server;
let client: SESv2Client;
let status = 200;
let errorType = 'MessageRejected';
let errorMessage = NOT_VERIFIED;
let received: { path: string; body: Record<string, unknown> }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) });
    const refusal = { message: errorMessage };
    response
      .writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': errorType })
      .end(JSON.stringify(status === 200 ? { MessageId: 'm-1' } : refusal));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new SESv2Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterAll(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  status = 200;
  errorType = 'MessageRejected';
  errorMessage = NOT_VERIFIED;
  received = [];
});

const TO = 'owner@demo.example';
const CONTENT = { subject: 'Über', text: '012345\n', html: '<p>ERP &lt;1&gt;</p>' };
const mailer = () => new SesMailer(client, 'hub@platform.example');

describe('a mail has failed for now', () => {
  // Who takes a passing failure for a final one loses the message; the other way round one address holds up all others.
  it.each([
    ['AccountSuspendedException', 400],
    ['SendingPausedException', 400],
    ['MailFromDomainNotVerifiedException', 400],
    ['LimitExceededException', 400],
    ['NotFoundException', 404],
    ['TooManyRequestsException', 429],
    ['AccessDeniedException', 403],
    ['InternalFailure', 500],
    ['ServiceUnavailable', 503],
  ])('where SES responds with %s, and what it says stays in the cause', async (type, answer) => {
    status = answer;
    errorType = type;
    const sent = mailer().send(TO, CONTENT);
    await expect(sent).rejects.toThrow(DependencyError);
    await expect(sent).rejects.toThrow(/^An e-mail was not accepted: \w+\.$/);
  });

  it('where SES rejects a sender that is not verified', async () => {
    status = 400;
    await expect(mailer().send(TO, CONTENT)).rejects.toThrow('An e-mail was not accepted: MessageRejected.');
  });

  it('where nobody answers', async () => {
    const nobody = new SESv2Client({ endpoint: 'http://127.0.0.1:9', region: 'eu-central-1', maxAttempts: 1 });
    await expect(new SesMailer(nobody, 'hub@platform.example').send(TO, CONTENT)).rejects.toThrow(DependencyError);
    nobody.destroy();
  });
});

it.each(['MessageRejected', 'BadRequestException'])('a mail that SES refuses with %s is rejected', async (type) => {
  status = 400;
  errorType = type;
  errorMessage = 'Illegal address';
  expect(await mailer().send(TO, CONTENT)).toBe('rejected');
});

it('a mail goes from the configured sender to the one address, as text and HTML in UTF-8', async () => {
  expect(await mailer().send(TO, CONTENT)).toBe('sent');
  expect(received).toEqual([
    {
      path: '/v2/email/outbound-emails',
      body: {
        FromEmailAddress: 'hub@platform.example',
        Destination: { ToAddresses: [TO] },
        Content: {
          Simple: {
            Subject: { Charset: 'UTF-8', Data: CONTENT.subject },
            Body: {
              Text: { Charset: 'UTF-8', Data: CONTENT.text },
              Html: { Charset: 'UTF-8', Data: CONTENT.html },
            },
          },
        },
      },
    },
  ]);
});
