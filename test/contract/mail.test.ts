import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acceptsConnections } from '../../local/servers/accepts-connections.ts';
import { type MailServer, startMail } from '../../local/services/mail/start-mail.ts';

let mail: MailServer;
let ses: SESv2Client;

beforeAll(async () => {
  process.env.SMTP_TRANSPORT = '{"host":"smtp.example"}';
  mail = await startMail({ port: 0 });
  ses = new SESv2Client({
    endpoint: mail.sesEndpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  ses.destroy();
  await mail.close();
});

const port = () => Number(new URL(mail.origin).port);

function statusFor(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: port(), path: '/store', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

async function emails(): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${mail.origin}/store`);
  return ((await response.json()) as { emails: Record<string, unknown>[] }).emails;
}

describe('the mailbox is available on this machine only', () => {
  it('listens on no other IP address', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, scopeid }) => !internal && !scopeid);
    for (const { address } of others) expect(await acceptsConnections({ host: address, port: port() })).toBe(false);
    expect(await acceptsConnections({ host: '127.0.0.1', port: port() })).toBe(true);
  });

  it('refuses other host names, so that no foreign page reads codes by DNS rebinding', async () => {
    expect(await statusFor({ host: `mailbox.example:${port()}` })).toBe(403);
    expect(await statusFor({ host: `localhost:${port() + 1}` })).toBe(403);
    expect(await statusFor({ host: `localhost:${port()}`, origin: 'https://elsewhere.example' })).toBe(403);
    expect(await statusFor({ host: `localhost:${port()}` })).toBe(200);
  });

  it('forwards nothing to another mail server', () => {
    expect(process.env.SMTP_TRANSPORT).toBeUndefined();
  });

  it('reports a busy port', async () => {
    await expect(startMail({ port: port() })).rejects.toHaveProperty('code', 'EADDRINUSE');
  });
});

describe('the mailbox shows', () => {
  it('messages sent through SES, text and HTML', async () => {
    await ses.send(
      new SendEmailCommand({
        FromEmailAddress: 'partner-hub@local.example',
        Destination: { ToAddresses: ['owner@demo.example'] },
        Content: {
          Simple: {
            Subject: { Data: 'Your code' },
            Body: { Text: { Data: 'Your code:\n\n123456\n' }, Html: { Data: '<p>123456</p>' } },
          },
        },
      }),
    );
    expect(await emails()).toContainEqual(
      expect.objectContaining({
        from: 'partner-hub@local.example',
        destination: { to: ['owner@demo.example'], cc: [], bcc: [] },
        subject: 'Your code',
        body: { text: 'Your code:\n\n123456\n', html: '<p>123456</p>' },
        messageId: expect.any(String),
        at: expect.any(Number),
      }),
    );
  });

  it('messages of other services in the same list', async () => {
    await mail.deliver({ from: 'WhatsApp', to: '+4930901820', subject: 'WhatsApp message', text: 'hello\n654321\n' });
    expect((await emails()).at(-1)).toMatchObject({
      from: 'WhatsApp',
      destination: { to: ['+4930901820'] },
      body: { text: 'hello\n654321\n' },
    });
  });

  it('a page', async () => {
    const response = await fetch(mail.origin);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
  });
});
