import { APIGatewayClient, GetClientCertificateCommand } from '@aws-sdk/client-api-gateway';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { ClientCertificate } from '../../domain/operations/client-certificate.ts';

export function createApiGatewayClient(): APIGatewayClient {
  return new APIGatewayClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
}

export class ApiGatewayClientCertificate implements ClientCertificate {
  readonly #client: APIGatewayClient;
  readonly #id: string;

  constructor(client: APIGatewayClient, id: string) {
    this.#client = client;
    this.#id = id;
  }

  async findEnd() {
    const { expirationDate } = await this.#get();
    if (expirationDate === undefined || Number.isNaN(expirationDate.getTime())) throw failure('it has no end');
    return expirationDate.getTime();
  }

  async #get() {
    try {
      return await this.#client.send(new GetClientCertificateCommand({ clientCertificateId: this.#id }));
    } catch (error) {
      throw failure(error instanceof Error ? error.name : 'unknown error', error);
    }
  }
}

function failure(why: string, cause?: unknown): DependencyError {
  return new DependencyError('api-gateway', `The client certificate could not be read: ${why}.`, { cause });
}
