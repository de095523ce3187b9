import { digestOf, randomBase62 } from '../ids';

/** What a mailed link carries: 256 random bits, of which the database keeps a digest only. */
export interface LinkToken {
  token: string;
  digest: Uint8Array;
}

export function newLinkToken(): LinkToken {
  const token = randomBase62();
  return { token, digest: digestOf(token) };
}

/** In the fragment, which browsers keep to themselves: no server, proxy or referrer ever sees it. */
export const linkAddress = (issuer: string, page: string, token: string): string =>
  `${issuer}/${page}#${token}`;
