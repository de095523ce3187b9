import { useQuery } from '@tanstack/react-query';
import type { CryptoKey } from 'jose';
import type { SignatureCheck } from '@/lib/token/signature';

export type PublishedKeys = ReadonlyMap<string, SignatureCheck>;

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
  const { keys, importJWK, webSignatureCheck } = await readKeySet(signal);
  return new Map(
    await Promise.all(
      keys.map(async ({ kid, ...jwk }) => {
        const key = (await importJWK(jwk, 'RS256')) as CryptoKey;
        return [kid, webSignatureCheck(key)] as const;
      }),
    ),
  );
}

async function readKeySet(signal: AbortSignal) {
  try {
    // And the checks themselves, which need no network either then.
    const [{ importJWK }, { webSignatureCheck }, { keySetSchema }, response] = await Promise.all([
      import('jose'),
      import('@/lib/token/signature'),
      import('./key-set-schema'),
      fetch('/.well-known/jwks.json', {
        signal,
        headers: { accept: 'application/json' },
      }),
      import('@/lib/token/checks'),
    ]);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return { ...keySetSchema.parse(await response.json()), importJWK, webSignatureCheck };
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new KeysUnavailable('The published keys could not be loaded.', { cause });
  }
}

export function describeKeysError(error: unknown): string {
  return error instanceof KeysUnavailable ? error.message : 'The published keys could not be read.';
}
