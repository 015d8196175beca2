import type { ServerResponse } from 'node:http';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ApiGatewayClientCertificate } from '../../lambdas/adapters/operations/api-gateway-client-certificate.ts';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { daysLeft } from '../../lambdas/domain/operations/client-certificate.ts';
import { startClientCertificates } from '../../local/services/client-certificates/start-client-certificates.ts';
import { startService } from '../support/guarded-services.ts';

const closers: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

function certificateAt(endpoint: string, id: string): ApiGatewayClientCertificate {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new APIGatewayClient({ endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 });
  closers.push(() => client.destroy());
  return new ApiGatewayClientCertificate(client, id);
}

async function certificateAnswered(answer: (response: ServerResponse) => void) {
  const service = await startService(answer);
  closers.push(service.close);
  return { service, certificate: certificateAt(service.endpoint, 'abc123') };
}

const answering = (status: number, body: object) => (response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

describe('the end of a certificate is not known', () => {
  it('if there is no such certificate', async () => {
    const server = await startClientCertificates({ clientCertificateIds: ['abc123'] });
    closers.push(server.close);
    const failure = certificateAt(server.endpoint, 'other1').findExpiryMs();
    await expect(failure).rejects.toBeInstanceOf(DependencyError);
    await expect(failure).rejects.toThrow('The client certificate could not be read: NotFoundException.');
  });

  it.each([
    ['nothing of it', {}],
    ['no time', { expirationDate: null }],
    ['a time that no date can hold', { expirationDate: 1e300 }],
  ])('if API Gateway says %s', async (_, body) => {
    const { certificate } = await certificateAnswered(answering(200, body));
    await expect(certificate.findExpiryMs()).rejects.toThrow('it has no expiry');
  });

  it.each([403, 429, 500, 503])('if API Gateway answers %i, and what it says stays in the cause', async (status) => {
    const { certificate } = await certificateAnswered(answering(status, { message: 'arn:aws:iam::1:role/x' }));
    const failure = certificate.findExpiryMs();
    await expect(failure).rejects.toBeInstanceOf(DependencyError);
    await expect(failure).rejects.not.toThrow('arn:aws:iam');
  });
});

it('the end is asked of API Gateway in seconds, and told in milliseconds', async () => {
  const { service, certificate } = await certificateAnswered(answering(200, { expirationDate: 1_793_491_200 }));
  expect(await certificate.findExpiryMs()).toBe(1_793_491_200_000);
  expect(service.seen).toMatchObject([{ method: 'GET', url: '/clientcertificates/abc123' }]);
});

it('a local certificate has a year, as one of API Gateway', async () => {
  const before = Math.floor(Date.now() / 1000) * 1000;
  const server = await startClientCertificates({ clientCertificateIds: ['abc123'] });
  closers.push(server.close);
  expect(await daysLeft(certificateAt(server.endpoint, 'abc123'), before)).toBe(365);
});
