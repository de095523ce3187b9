import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Certificate, makeCertificate } from './certificate';

/** Somebody's https host on this machine. */
export interface HttpsHost {
  port: number;
  certificate: Certificate;
  /** The path of every request it got. */
  requests: string[];
  /** Connections it got, whatever was said on them. */
  connections(): number;
  close(): Promise<void>;
}

export async function startHttpsHost(listener: RequestListener): Promise<HttpsHost> {
  const certificate = await makeCertificate();
  const requests: string[] = [];
  let connections = 0;
  const server = createServer(
    { key: certificate.key, cert: certificate.certificate },
    (request, response) => {
      requests.push(request.url ?? '');
      listener(request, response);
    },
  );
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    certificate,
    requests,
    connections: () => connections,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      certificate.remove();
    },
  };
}
