import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll } from 'vitest';
import { eventually } from './eventually';

interface ReceivedMail {
  to: string[];
  /** Names in lower case, folded lines joined. */
  headers: Record<string, string>;
  /** Decoded. */
  text: string;
}

/** Of a mail with one part of text, which is what the service sends. */
function parse(raw: string, to: string[]): ReceivedMail {
  const end = raw.indexOf('\r\n\r\n');
  const headers = Object.fromEntries(
    raw
      .slice(0, end)
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
  );
  return { to, headers, text: decode(raw.slice(end + 4), headers['content-transfer-encoding']) };
}

function decode(body: string, encoding = '7bit'): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function listen(port: number, keep: (mail: ReceivedMail) => void): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    closeTimeout: 200,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        keep(parse(Buffer.concat(chunks).toString('latin1'), to));
        done();
      });
    },
  });
  server.on('error', () => {});
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

/** A real mail server on this machine that keeps what it is given. */
async function startMailServer() {
  const mails: ReceivedMail[] = [];
  const keep = (mail: ReceivedMail) => mails.push(mail);
  let server = await listen(0, keep);
  const { port } = server.server.address() as AddressInfo;

  const to = (address: string) => mails.filter((mail) => mail.to.includes(address));
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    /** All mails to an address, oldest first. */
    to,
    /** The newest mail to an address, once there are `count`. */
    mailTo: (address: string, count = 1): Promise<ReceivedMail> =>
      eventually(`mail ${count} to ${address}`, () => to(address).length >= count && to(address).at(-1)),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
    async reopen(): Promise<void> {
      server = await listen(port, keep);
    },
  };
}

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;

/** One of a test file's own, closed with the file. */
export function useMailServer() {
  let server: MailServer | undefined;
  afterAll(() => server?.close());
  return {
    async start(): Promise<MailServer> {
      server = await startMailServer();
      return server;
    },
  };
}

/** What the link in a text carries. */
export function linkToken(text: string, page: 'accept-invitation' | 'reset-password'): string {
  const [, token] = new RegExp(`https?://\\S+/${page}#([0-9A-Za-z]{43})(?!\\S)`).exec(text) ?? [];
  if (!token) throw new Error(`No whole link to ${page} in:\n${text}`);
  return token;
}
