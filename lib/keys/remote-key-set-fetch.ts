import { jwksSchema, jwksUriSchema } from '../contract/client-fields';
import type { ClientJwks } from '../oauth/client-jwks';
import { guardedFetch } from './outbound';

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
  const glance = guardedFetch({ networks, http: false, ca, glanceBytes: MOST_BYTES + 1 });
  const answer = await glance(jwksUriSchema.parse(address), {
    headers: { Accept: 'application/jwk-set+json, application/json', 'User-Agent': 'gooclaim-auth' },
  });
  if (answer.status !== 200) throw new KeySetRefused(`The answer was ${answer.status}, not 200.`);
  const body = await answer.arrayBuffer();
  if (body.byteLength > MOST_BYTES)
    throw new KeySetRefused(`The answer was larger than ${MOST_BYTES} bytes.`);
  return judge(new TextDecoder().decode(body));
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
