// The next library but one needs it to be there.
import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';

/** A self-signed certificate for localhost and 127.0.0.1, and its key, both PEM. */
export interface Certificate {
  certificate: string;
  key: string;
  /** The file the certificate is in, for those who are to trust it. */
  file: string;
  /** The file its key is in, for a server that reads it. */
  keyFile: string;
  remove(): void;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

/** Without a program of the system's: these tests are to run everywhere. */
export async function makeCertificate(): Promise<Certificate> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=localhost',
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + 2 * DAY_MS),
    extensions: [
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  const certificate = made.toString('pem');
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-tls-'));
  const file = join(folder, 'cert.pem');
  writeFileSync(file, certificate);
  const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  const keyFile = join(folder, 'key.pem');
  writeFileSync(keyFile, key, { mode: 0o600 });
  return {
    certificate,
    key,
    file,
    keyFile,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
