import type { StoredKey } from './stored-key';

/** A key as its row would be. */
export const stored = (
  { kid, publicJwk, sealed }: Pick<StoredKey, 'kid'> & Partial<Pick<StoredKey, 'publicJwk' | 'sealed'>>,
  state: StoredKey['state'],
  at: Partial<Pick<StoredKey, 'createdAt' | 'activatedAt' | 'retiringAt' | 'retiredAt' | 'revokedAt'>> = {},
): StoredKey => ({
  kid,
  state,
  publicJwk: publicJwk ?? {},
  sealed: state === 'next' || state === 'active' ? (sealed ?? null) : null,
  createdAt: new Date(0),
  activatedAt: null,
  retiringAt: null,
  retiredAt: null,
  revokedAt: null,
  ...at,
});
