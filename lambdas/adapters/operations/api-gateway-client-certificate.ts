import { APIGatewayClient, GetClientCertificateCommand } from '@aws-sdk/client-api-gateway';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { ClientCertificate } from '../../domain/operations/client-certificate.ts';

const UNREADABLE = 'The client certificate could not be read';

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

  async findExpiryMs() {
    const { expirationDate } = await this.#get();
    if (expirationDate === undefined || Number.isNaN(expirationDate.getTime())) {
      throw new DependencyError('api-gateway', `${UNREADABLE}: it has no expiry.`);
    }
    return expirationDate.getTime();
  }

  async #get() {
    try {
      return await this.#client.send(new GetClientCertificateCommand({ clientCertificateId: this.#id }));
    } catch (error) {
      throw DependencyError.from('api-gateway', UNREADABLE, error);
    }
  }
}
