'use client';

import { calculateJwkThumbprint, type JWK } from 'jose';
import { useEffect, useState } from 'react';

/** What each key is called in the claim `cred` of its tokens: its thumbprint (RFC 7638). */
export function useKeyIds(keys: readonly Record<string, unknown>[]): (string | undefined)[] {
  const [ids, setIds] = useState<(string | undefined)[]>([]);
  useEffect(() => {
    let current = true;
    Promise.all(keys.map(keyId)).then((found) => {
      if (current) setIds(found);
    });
    return () => {
      current = false;
    };
  }, [keys]);
  return ids;
}

async function keyId(jwk: Record<string, unknown>): Promise<string | undefined> {
  try {
    return `jwk_${await calculateJwkThumbprint(jwk as JWK)}`;
  } catch {
    // Browsers offer cryptography on https and on localhost only.
    return undefined;
  }
}
