import { startLoopbackServer } from '../../servers/loopback-server.ts';

export interface ClientCertificatesOptions {
  /** IDs of the client certificates in the template. */
  readonly clientCertificateIds: readonly string[];
}

export interface ClientCertificatesServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** How long certificates of API Gateway are valid. */
const LIFETIME_SECONDS = 365 * 24 * 60 * 60;
const PATH = /^\/clientcertificates\/([^/]+)$/;

/**
 * Serves GetClientCertificate, the one operation of API Gateway's own interface that functions use. The certificates are as
 * old as the run, and no upstream ever sees them.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_GetClientCertificate.html
 */
export async function startClientCertificates({
  clientCertificateIds,
}: ClientCertificatesOptions): Promise<ClientCertificatesServer> {
  const createdDate = Math.floor(Date.now() / 1000);
  const server = await startLoopbackServer({
    port: 0,
    browsers: false,
    serve: ({ method, url }, response) => {
      const respond = (status: number, headers: Record<string, string>, body: object) =>
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
      const clientCertificateId = method === 'GET' ? PATH.exec(url ?? '')?.[1] : undefined;
      if (clientCertificateId === undefined) {
        respond(
          404,
          { 'x-amzn-errortype': 'UnknownOperationException' },
          { message: `${method} ${url} is not supported locally.` },
        );
      } else if (!clientCertificateIds.includes(clientCertificateId)) {
        const message = 'Invalid Client Certificate identifier specified';
        respond(404, { 'x-amzn-errortype': 'NotFoundException' }, { message });
      } else {
        respond(200, {}, { clientCertificateId, createdDate, expirationDate: createdDate + LIFETIME_SECONDS });
      }
    },
  });
  return { endpoint: `http://127.0.0.1:${server.port}`, close: server.close };
}
