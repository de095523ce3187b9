import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { RememberedToken, TokenMemory } from '../token/memory';

interface Bounds {
  /** Tokens kept. */
  entries: number;
  /** Estimated memory, in bytes. */
  bytes: number;
}

const BOUNDS: Bounds = { entries: 20_000, bytes: 40 * 1024 * 1024 };

/** What an entry takes beside its texts, in bytes; together some more than was measured. */
const ENTRY_BYTES = 1_024;

/**
 * Keeps tokens under their SHA-256 digest, the least recently used ones going first. Of the token itself nothing is
 * kept that could be shown as one: its signature is not.
 */
export function createTokenMemory({ entries, bytes }: Bounds = BOUNDS): TokenMemory {
  const known = new LRUCache<string, RememberedToken>({ max: entries, maxSize: bytes });
  const isOver = ({ decoded }: RememberedToken, now: number) => {
    const { exp } = decoded.payload;
    return typeof exp !== 'number' || exp * 1000 <= now;
  };
  return {
    recall(token, now) {
      const digest = digestOf(token);
      const found = known.get(digest);
      if (!found || !isOver(found, now)) return found;
      known.delete(digest);
      return undefined;
    },
    remember(token, found, now) {
      if (isOver(found, now)) return;
      known.set(digestOf(token), found, { size: ENTRY_BYTES + token.length });
    },
  };
}

const digestOf = (token: string): string => hash('sha256', token, 'base64');
