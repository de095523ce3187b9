import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import { jwksSchema, jwksUriSchema } from '../contract/client-fields';
import type { ClientJwks } from '../oauth/client-jwks';
import { AddressRefused, guardedLookup, mayConnect } from './remote-key-set-address';

/** From the look-up of the name to the last byte. */
const WITHIN_MS = 3_000;
const MOST_BYTES = 64 * 1024;
const MOST_KEYS = 10;

/** Why a key set was not taken, in words without anything of what was received. */
class KeySetRefused extends Error {}

export interface FetchOptions {
  /** CIDR blocks that are allowed beside the public internet. */
  networks: readonly string[];
  /** Certificate authorities in place of the system's, PEM. */
  ca?: string;
}

/**
 * Fetches a client's key set (RFC 7517 §5). The address is anybody's, so this goes by https only, to public addresses
 * only, follows no redirect, and takes neither long nor much.
 *
 * @throws for every other outcome
 */
export async function fetchKeySet(address: string, { networks, ca }: FetchOptions): Promise<ClientJwks> {
  const { hostname, port, pathname, search } = new URL(jwksUriSchema.parse(address));
  const host = hostname.replace(/^\[|\]$/g, '');
  // A literal address is connected to without a look-up.
  if (isIP(host) !== 0 && !mayConnect(host, networks)) throw new AddressRefused('No public address.');
  const body = await new Promise<string>((resolve, reject) => {
    const outgoing = request({
      host,
      port: port || 443,
      path: `${pathname}${search}`,
      headers: { Accept: 'application/jwk-set+json, application/json', 'User-Agent': 'gooclaim-auth' },
      // No agent that keeps connections: every one goes through the look-up.
      agent: false,
      lookup: guardedLookup(networks),
      signal: AbortSignal.timeout(WITHIN_MS),
      ca,
    });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      readBody(incoming)
        .then(resolve, reject)
        .finally(() => outgoing.destroy());
    });
    outgoing.end();
  });
  return judge(body);
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  if (incoming.statusCode !== 200) throw new KeySetRefused(`The answer was ${incoming.statusCode}, not 200.`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new KeySetRefused(`The answer was larger than ${MOST_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Each key is judged as a pasted one would be; one that is not for us, such as an encryption key, is left out (RFC 7517 §5). */
function judge(text: string): ClientJwks {
  const keys = membersOf(text).keys;
  if (!Array.isArray(keys)) throw new KeySetRefused('The answer was not a JWK set.');
  if (keys.length > MOST_KEYS) throw new KeySetRefused(`The set had more than ${MOST_KEYS} keys.`);
  return { keys: keys.flatMap((jwk) => jwksSchema.safeParse({ keys: [jwk] }).data?.keys ?? []) };
}

/** The parser's own words would repeat what it read. */
function membersOf(text: string): { keys?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new KeySetRefused('The answer was not JSON.');
  }
}
