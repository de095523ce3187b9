import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runToEnd } from './processes';

/** A self-signed certificate for localhost and 127.0.0.1, and its key, both PEM. */
export interface Certificate {
  certificate: string;
  key: string;
  /** The file the certificate is in, for those who are to trust it. */
  file: string;
  remove(): void;
}

/** @returns undefined where openssl is missing */
export async function makeCertificate(): Promise<Certificate | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-tls-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const file = join(folder, 'cert.pem');
  const key = join(folder, 'key.pem');
  try {
    const made = await runToEnd('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
      ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', file],
    ]);
    if (made.code !== 0) throw new Error(made.stderr);
    return { certificate: readFileSync(file, 'utf8'), key: readFileSync(key, 'utf8'), file, remove };
  } catch {
    remove();
    return undefined;
  }
}
