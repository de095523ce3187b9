import { useQuery } from '@tanstack/react-query';
import { type CryptoKey, importJWK } from 'jose';
import * as z from 'zod';

/** RFC 7517 §5, as far as it is used here; private members would not be there, and are dropped if they are. */
const jwksSchema = z.object({
  keys: z.array(z.object({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string() })),
});

export type PublishedKeys = ReadonlyMap<string, CryptoKey>;

/** Why there is no local verdict on the signature, as a sentence for people. */
class KeysUnavailable extends Error {}

/** The published keys, loaded when the page opens, so that a later loss of the network does not matter. */
export function usePublishedKeys() {
  return useQuery({ queryKey: ['published-keys'], queryFn: loadPublishedKeys, staleTime: 60_000 });
}

async function loadPublishedKeys({ signal }: { signal: AbortSignal }): Promise<PublishedKeys> {
  // Browsers offer cryptography on https and on localhost only.
  if (!globalThis.crypto?.subtle)
    throw new KeysUnavailable('This browser checks signatures on https pages only.');
  const { keys } = await readKeySet(signal);
  return new Map(
    await Promise.all(
      keys.map(async ({ kid, ...jwk }) => [kid, (await importJWK(jwk, 'RS256')) as CryptoKey] as const),
    ),
  );
}

async function readKeySet(signal: AbortSignal) {
  try {
    const response = await fetch('/.well-known/jwks.json', {
      signal,
      headers: { accept: 'application/json' },
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return jwksSchema.parse(await response.json());
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new KeysUnavailable('The published keys could not be loaded.', { cause });
  }
}

export function describeKeysError(error: unknown): string {
  return error instanceof KeysUnavailable ? error.message : 'The published keys could not be read.';
}
