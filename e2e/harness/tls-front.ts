import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { runToEnd } from './processes';

/** What stands in front of a service in production: https outside, http behind. */
export interface TlsFront {
  /** `https://localhost:…` */
  origin: string;
  /** Its certificate, for those who are to trust it. */
  certificate: string;
  close(): Promise<void>;
}

/** @returns undefined where openssl is missing */
export async function startTlsFront(behind: string): Promise<TlsFront | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-tls-'));
  const certificate = join(folder, 'cert.pem');
  const key = join(folder, 'key.pem');
  try {
    const made = await runToEnd('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
      ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', certificate],
    ]);
    if (made.code !== 0) throw new Error(made.stderr);
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
  const { hostname, port } = new URL(behind);
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (outside) => {
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
    certificate,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
