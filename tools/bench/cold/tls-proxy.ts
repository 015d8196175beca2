import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { selfSignedCertificate } from './self-signed-certificate.ts';

export interface TlsProxy {
  /** https */
  readonly endpoint: string;
  /** For `NODE_EXTRA_CA_CERTS`. */
  readonly certificateFile: string;
  close(): Promise<void>;
}

/** Serves DynamoDB over TLS as in AWS: for plain HTTP the SDK would load code that it never needs there. */
export async function startTlsProxy(target: string): Promise<TlsProxy> {
  const { certificate, privateKey } = selfSignedCertificate();
  const directory = mkdtempSync(join(tmpdir(), 'partner-auth-tls-'));
  const certificateFile = join(directory, 'certificate.pem');
  writeFileSync(certificateFile, certificate);
  const { hostname, port } = new URL(target);
  const open = new Set<{ destroy(): void }>();
  const server = createServer({ cert: certificate, key: privateKey }, (incoming) => {
    const outgoing = connect({ host: hostname, port: Number(port), noDelay: true });
    incoming.setNoDelay(true);
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }).listen(0, 'localhost');
  await once(server, 'listening');
  return {
    endpoint: `https://localhost:${(server.address() as AddressInfo).port}`,
    certificateFile,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
