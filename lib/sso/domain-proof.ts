import { Resolver } from 'node:dns/promises';

const PREFIX = 'gooclaim-domain-verification=';
/** For the whole look-up, in milliseconds. */
const WITHIN_MS = 5_000;

/** The TXT record that proves a domain. A name of its own: the domain's other records need not be touched. */
export const proofRecord = (domain: string, token: string) => ({
  name: `_gooclaim-auth.${domain}`,
  value: `${PREFIX}${token}`,
});

type Proof = 'verified' | 'not_found' | 'other_value' | 'lookup_failed';

/** Looks a proof up. */
export type DomainProver = (domain: string, token: string) => Promise<Proof>;

/** @param servers addresses of resolvers, with a port or without; none: the system's */
export function createDomainProver(servers: string[]): DomainProver {
  return async (domain, token) => {
    const resolver = new Resolver({ timeout: 2_000, tries: 2 });
    if (servers.length > 0) resolver.setServers(servers);
    const timer = setTimeout(() => resolver.cancel(), WITHIN_MS);
    try {
      const { name, value } = proofRecord(domain, token);
      // A text of over 255 bytes comes in pieces.
      const texts = (await resolver.resolveTxt(name)).map((pieces) => pieces.join('').trim());
      if (texts.includes(value)) return 'verified';
      return texts.some((text) => text.startsWith(PREFIX)) ? 'other_value' : 'not_found';
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      return code === 'ENOTFOUND' || code === 'ENODATA' ? 'not_found' : 'lookup_failed';
    } finally {
      clearTimeout(timer);
    }
  };
}
