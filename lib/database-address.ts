import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

/** Those of libpq (PostgreSQL manual, "SSL Support") that promise something: `allow` and `prefer` do not. */
const MODES = ['disable', 'require', 'verify-ca', 'verify-full'];

/** What tls.connect is given (Node.js manual, "TLS"), beside the socket. */
interface Tls {
  host: string;
  servername: string | undefined;
  ca: string | undefined;
  rejectUnauthorized: boolean;
  checkServerIdentity?: () => undefined;
}

export interface DatabaseAddress {
  /** For postgres.js, without what it would misread. */
  target: string;
  /** The folder of a unix socket. */
  socketFolder: string | null;
  /** False: plain. */
  tls: false | Tls;
}

/**
 * Reads an address as libpq has it, so that one `DATABASE_URL` is good for us and for `pg_dump`.
 *
 * `sslmode` is `disable`, `require` (encrypted to whoever answers), `verify-ca` or `verify-full`; `sslrootcert` names the
 * file of the authority, or `system` for those that Node brings along. `host` names the folder of a unix socket. postgres.js
 * knows of these only `sslmode`, would compare the name of no address that is a number, and would pass the others on to
 * the server.
 *
 * @param readFile throws when it cannot
 * @throws Error that says what is wrong, without the address: a password is in it
 */
export function databaseAddress(
  url: string,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): DatabaseAddress {
  const parsed = new URL(url);
  const taken = (name: string): string | null => {
    const value = parsed.searchParams.get(name);
    parsed.searchParams.delete(name);
    return value;
  };
  // postgres.js's own word, which would not be heard here: what was to be encrypted must not go plain.
  if (taken('ssl') !== null) throw new Error('ssl is not known: sslmode=verify-full');
  const socketFolder = taken('host');
  const tls = tlsOf(parsed.hostname, taken('sslmode'), taken('sslrootcert'), readFile);
  return { target: parsed.toString(), socketFolder, tls };
}

function tlsOf(
  hostname: string,
  mode: string | null,
  authority: string | null,
  readFile: (path: string) => string,
): false | Tls {
  if (mode !== null && !MODES.includes(mode)) throw new Error(`sslmode must be one of ${MODES.join(', ')}`);
  const verified = mode?.startsWith('verify-') === true;
  // libpq takes it to mean more with `require` and nothing with `disable`: whoever names an authority means to ask it.
  if (authority !== null && !verified) throw new Error('sslrootcert needs sslmode=verify-full');
  if (mode === null || mode === 'disable') return false;
  const host = hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    servername: isIP(host) ? undefined : host,
    ca: authority === null || authority === 'system' ? undefined : certificatesIn(authority, readFile),
    rejectUnauthorized: verified,
    ...(mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
  };
}

function certificatesIn(path: string, readFile: (path: string) => string): string {
  let text: string;
  try {
    text = readFile(path);
  } catch (cause) {
    throw new Error(`sslrootcert names a file that cannot be read (${(cause as { code?: string }).code})`);
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new Error('sslrootcert names a file without a certificate in PEM');
  return text;
}
