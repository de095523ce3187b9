import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';
import { makeCertificate } from './certificate';

/** What stands in front of a service in production: https outside, http behind. */
export interface TlsFront {
  /** `https://localhost:…` */
  origin: string;
  /** The file of its certificate, for those who are to trust it. */
  certificate: string;
  close(): Promise<void>;
}

export async function startTlsFront(behind: string): Promise<TlsFront> {
  const made = await makeCertificate();
  const { hostname, port } = new URL(behind);
  const server = createServer({ key: made.key, cert: made.certificate }, (outside) => {
    const inside = connect(Number(port), hostname);
    for (const [one, other] of [
      [outside, inside],
      [inside, outside],
    ] as const)
      one.on('error', () => other.destroy()).pipe(other);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    certificate: made.file,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      made.remove();
    },
  };
}
