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

const MESSAGE = {
  to: 'owner@demo.example',
  code: '012345',
  action: {
    purpose: 'create_api_key',
    key: { name: 'ERP <1>', scopes: ['*'], allowedIps: [], expiresAt: null },
  } as const,
  partnerId: 'demoPA',
  partnerName: 'Demo',
  requestedBy: 'owner@demo.example',
  requestedAtMs: 0,
  ip: null,
};
const mailer = () => new SesMailer(client, 'hub@platform.example');

describe('a mail is not sent', () => {
  it.each([400, 403, 429, 500, 503])('where SES answers %i, and what it says stays in the cause', async (answer) => {
    status = answer;
    const sent = mailer().send(MESSAGE);
    await expect(sent).rejects.toThrow(DependencyError);
    await expect(sent).rejects.toThrow(/^An e-mail was not accepted: \w+\.$/);
  });

  it('where nobody answers', async () => {
    const nobody = new SESv2Client({ endpoint: 'http://127.0.0.1:9', region: 'eu-central-1', maxAttempts: 1 });
    await expect(new SesMailer(nobody, 'hub@platform.example').send(MESSAGE)).rejects.toThrow(DependencyError);
    nobody.destroy();
  });
});

it('a mail goes from the configured sender to the one address, as text and HTML in UTF-8', async () => {
  await mailer().send(MESSAGE);
  expect(received).toHaveLength(1);
  expect(received[0]?.path).toBe('/v2/email/outbound-emails');
  expect(received[0]?.body).toMatchObject({
    FromEmailAddress: 'hub@platform.example',
    Destination: { ToAddresses: ['owner@demo.example'] },
    Content: {
      Simple: {
        Subject: { Charset: 'UTF-8', Data: expect.not.stringContaining('012345') },
        Body: {
          Text: { Charset: 'UTF-8', Data: expect.stringMatching(/^012345$/m) },
          Html: { Charset: 'UTF-8', Data: expect.stringContaining('ERP &lt;1&gt;') },
        },
      },
    },
  });
});

describe('a notice', () => {
  const NOTICE = {
    to: 'owner@demo.example',
    partnerId: 'demoPA',
    partnerName: 'Demo',
    occurrence: {
      source: 'revoked_key',
      partnerId: 'demoPA',
      keyId: 'abcDEF123456',
      at: '2026-11-24T08:00:00.000Z',
      ip: null,
    },
    apiKey: null,
  } as const;

  // Whoever takes a passing failure for a final one loses the notice; the other way round one address holds up all others.
  it.each([
    ['MessageRejected', 400],
    ['BadRequestException', 400],
  ])('that SES answers with %s is not tried again', async (type, answer) => {
    status = answer;
    errorType = type;
    errorMessage = 'Illegal address';
    expect(await mailer().sendNotice(NOTICE)).toBe('rejected');
  });

  it('that SES answers so for a sender that is not verified has failed for now', async () => {
    status = 400;
    await expect(mailer().sendNotice(NOTICE)).rejects.toThrow(DependencyError);
  });

  it.each([
    ['AccountSuspendedException', 400],
    ['SendingPausedException', 400],
    ['MailFromDomainNotVerifiedException', 400],
    ['LimitExceededException', 400],
    ['NotFoundException', 404],
    ['TooManyRequestsException', 429],
    ['AccessDeniedException', 403],
    ['InternalFailure', 500],
  ])('that SES answers with %s has failed for now', async (type, answer) => {
    status = answer;
    errorType = type;
    await expect(mailer().sendNotice(NOTICE)).rejects.toThrow(DependencyError);
  });

  it('goes the same way as a code', async () => {
    expect(await mailer().sendNotice(NOTICE)).toBe('sent');
    expect(received[0]?.body).toMatchObject({ Destination: { ToAddresses: ['owner@demo.example'] } });
  });
});

it('a warning that a key expires goes to its one address', async () => {
  const warning = {
    partnerId: 'demoPA',
    partnerName: 'Demo',
    keyName: 'ERP',
    hint: 'dpa_test_demoPA_…',
    expiresAtMs: 0,
  };
  await mailer().notifyExpiry({ to: 'owner@demo.example', ...warning });
  expect(received).toHaveLength(1);
  expect(received[0]?.body).toMatchObject({
    Destination: { ToAddresses: ['owner@demo.example'] },
    Content: { Simple: { Body: { Text: { Data: expect.stringContaining('ERP') } } } },
  });
});
