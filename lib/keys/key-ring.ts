import {
  ASSERTION_ALGORITHMS,
  type AssertionAlgorithm,
  algorithmsOf,
  type ClientJwks,
  importClientKey,
} from '../oauth/client-jwks';
import type { ClientKey, ClientKeys } from '../oauth/ports';

type Header = Parameters<ClientKeys['find']>[1];

/** One set of public keys, each imported at most once an algorithm. */
export interface KeyRing {
  /** Those an assertion with this header may have been signed with; a key without a `kid` may be any (RFC 7517 §4.5). */
  find(header: Header): Promise<ClientKey[]>;
}

export function createKeyRing({ keys }: ClientJwks): KeyRing {
  const imported = new Map<string, Promise<ClientKey | undefined>>();

  function importOnce(index: number, jwk: ClientJwks['keys'][number], alg: AssertionAlgorithm) {
    const name = `${index} ${alg}`;
    const known = imported.get(name);
    if (known) return known;
    const made = importClientKey(jwk, alg);
    imported.set(name, made);
    return made;
  }

  return {
    async find({ alg, kid }) {
      const algorithm = ASSERTION_ALGORITHMS.find((name) => name === alg);
      if (!algorithm) return [];
      const fitting = [...keys.entries()].filter(
        ([, jwk]) =>
          algorithmsOf(jwk).includes(algorithm) &&
          (kid === undefined || jwk.kid === undefined || jwk.kid === kid),
      );
      const found = await Promise.all(fitting.map(([index, jwk]) => importOnce(index, jwk, algorithm)));
      return found.filter((key) => key !== undefined);
    },
  };
}
