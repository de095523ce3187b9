import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock';
import type { ClientRecord, ClientStore } from '../oauth/ports';
import type { SubjectClaims, SubjectState } from '../token/checks';
import type { ChangeFeed, Memory } from './change-feed';
import { clientOf, createClientCache } from './client-cache';
import { type ClientReads, isKeyId, secretState } from './clients';

const MOST_RESOURCES = 20_000;
/** From a reading to its being remembered, in milliseconds. */
const KEEP_AFTER_MS = 50;

/** What there is to know beside the clients' own rows. */
interface Knowledge extends Pick<ChangeFeed, 'provenAt'> {
  isNotRevoked(jti: string): boolean;
}

/**
 * What the OAuth core asks about clients. Memory only ever says yes; every no is read from the database for the request
 * at hand. So what was made a moment ago works at once everywhere, and the time that a refusal takes says nothing of what
 * is remembered.
 */
export function createRememberedClients(
  reads: ClientReads,
  clock: Clock,
  { provenAt, isNotRevoked }: Knowledge,
): ClientStore & { memory: Memory } {
  const cache = createClientCache();
  const resources = new LRUCache<string, true>({ max: MOST_RESOURCES });
  let resourceNews = 0;

  async function findClient(clientId: string): Promise<ClientRecord | undefined> {
    const begun = cache.begin();
    const reading = await reads.readClient(clientId);
    // Long after the answer: the work would tell of a wrong secret that there is such a client.
    if (reading && provenAt() !== undefined)
      setTimeout(() => cache.keep(reading, begun), KEEP_AFTER_MS).unref();
    return reading && clientOf(reading);
  }

  /** What memory says of a token's client, if that is that the token is good, or that it was ended with others. */
  function recallSubject(
    client: ClientRecord | undefined,
    { tenantId, credentialId, jti }: SubjectClaims,
  ): SubjectState | undefined {
    if (client?.status !== 'active' || client.tenantStatus !== 'active') return undefined;
    if (client.tenantId !== tenantId || provenAt() === undefined || !isNotRevoked(jti)) return undefined;
    const isKey = isKeyId(credentialId);
    const secret = isKey ? undefined : client.secrets.find(({ id }) => id === credentialId);
    if (!secret && !isKey) return undefined;
    return {
      subject: 'active',
      tenant: 'active',
      // A registered key has no row: removed, it issues no new tokens, and those it issued live out their time.
      credential: secret ? secretState(secret, clock()) : 'live',
      revoked: false,
      // Marks move forward only: what one ended is ended, however old this reading is.
      notBefore: Math.max(client.notBefore, secret?.notBefore ?? 0),
    };
  }

  async function findMachine(claims: SubjectClaims): Promise<SubjectState> {
    // No token yet, but the question whether there may be one (`issuedAt`): asked because the first reading was no use.
    if (claims.jti === '' || provenAt() === undefined) return reads.readMachine(claims);
    const client = cache.find(claims.subjectId) ?? (await findClient(claims.subjectId));
    return recallSubject(client, claims) ?? reads.readMachine(claims);
  }

  return {
    findClient,

    recallClient(clientId) {
      // Tokens count in whole seconds. One of this second must not be issued for records of the last: had its client
      // been stopped meanwhile, the token would seem to come after that.
      const second = Math.floor(clock() / 1000) * 1000;
      return (provenAt() ?? 0) >= second ? cache.find(clientId) : undefined;
    },

    findSecretOwner: reads.findSecretOwner,

    findSubject: (claims) => (claims.use === 'human' ? reads.readPerson(claims) : findMachine(claims)),

    async isResource(tenantId, audience) {
      const key = `${tenantId} ${audience}`;
      if (provenAt() !== undefined && resources.has(key)) return true;
      const begun = resourceNews;
      const found = await reads.isResource(tenantId, audience);
      if (found && begun === resourceNews && provenAt() !== undefined) resources.set(key, true);
      return found;
    },

    memory: {
      apply(change) {
        if (change.what === 'client') cache.forget(change.id);
        else if (change.what === 'tenant') cache.forgetTenant(change.id);
        else if (change.what === 'clients') cache.clear();
        else if (change.what === 'resources') {
          resourceNews++;
          resources.clear();
        }
      },
      forgetAll() {
        resourceNews++;
        resources.clear();
        cache.clear();
      },
    },
  };
}
