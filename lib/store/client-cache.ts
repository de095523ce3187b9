import { LRUCache } from 'lru-cache';
import type { ClientRecord, SecretRecord } from '../oauth/ports';

const MOST_CLIENTS = 120_000;
const MOST_TENANTS = 20_000;
/** Kinds of settings that clients share. */
const MOST_SETTINGS = 1_000;
/** Settings of more characters are hardly anybody else's. */
const LONGEST_SHARED = 2_048;
/** Of all entries, as estimated below: a client may have registered many kilobytes of keys. */
const MOST_BYTES = 96 * 2 ** 20;
/** What a client takes beside its secrets and settings of its own. */
const CLIENT_BYTES = 300;
const SECRET_BYTES = 200;

/** A client as the store reads it: what is its tenant's is apart. */
export interface ClientReading {
  tenant: TenantPart;
  client: ClientPart;
}
export interface TenantPart
  extends Pick<
    ClientRecord,
    'tenantId' | 'tenantStatus' | 'secretsAllowed' | 'selfRotation' | 'secretOverlapSeconds'
  > {
  mark: number;
}
interface ClientPart extends Omit<ClientRecord, keyof Omit<TenantPart, 'mark'> | 'notBefore'> {
  mark: number;
}

type Settings = Omit<ClientPart, 'id' | 'mark' | 'secrets'>;

/** Member by member: spread, the same takes twenty times as long, and this is part of every request. */
const assembled = (
  id: string,
  tenant: TenantPart,
  settings: Settings,
  mark: number,
  secrets: SecretRecord[],
): ClientRecord => ({
  id,
  tenantId: tenant.tenantId,
  tenantStatus: tenant.tenantStatus,
  secretsAllowed: tenant.secretsAllowed,
  selfRotation: tenant.selfRotation,
  secretOverlapSeconds: tenant.secretOverlapSeconds,
  status: settings.status,
  scopes: settings.scopes,
  profile: settings.profile,
  opencrvsIssuer: settings.opencrvsIssuer,
  opencrvsAudience: settings.opencrvsAudience,
  tokenLifeSeconds: settings.tokenLifeSeconds,
  tokenTyp: settings.tokenTyp,
  dpopBoundAccessTokens: settings.dpopBoundAccessTokens,
  allowedNetworks: settings.allowedNetworks,
  resources: settings.resources,
  jwks: settings.jwks,
  jwksUri: settings.jwksUri,
  notBefore: Math.max(tenant.mark, mark),
  secrets,
});

export const clientOf = ({ tenant, client }: ClientReading): ClientRecord =>
  assembled(client.id, tenant, client, client.mark, client.secrets);

/** 32 bytes as a string take a quarter of what a view of a buffer does. */
interface KeptSecret extends Omit<SecretRecord, 'digest' | 'expiresAt' | 'retiredAt'> {
  digest: string;
  expiresAt: number | null;
  retiredAt: number | null;
}
interface KeptTenant {
  part: TenantPart;
  isForgotten: boolean;
}
interface KeptClient {
  mark: number;
  tenant: KeptTenant;
  settings: Settings;
  secrets: KeptSecret[];
}

const isSame = (one: TenantPart, other: TenantPart) =>
  (Object.keys(one) as (keyof TenantPart)[]).every((name) => one[name] === other[name]);

const kept = ({ digest, expiresAt, retiredAt, ...rest }: SecretRecord): KeptSecret => ({
  ...rest,
  digest: Buffer.from(digest).toString('latin1'),
  expiresAt: expiresAt?.getTime() ?? null,
  retiredAt: retiredAt?.getTime() ?? null,
});
const unpacked = ({ id, notBefore, digest, expiresAt, retiredAt }: KeptSecret): SecretRecord => ({
  id,
  notBefore,
  digest: Buffer.from(digest, 'latin1'),
  expiresAt: expiresAt === null ? null : new Date(expiresAt),
  retiredAt: retiredAt === null ? null : new Date(retiredAt),
});

/** A hundred thousand clients in some fifty megabytes: what many have alike is there once. */
export function createClientCache() {
  const tenants = new LRUCache<string, KeptTenant>({
    max: MOST_TENANTS,
    // Its clients may stay; but whoever forgets a tenant would not find it any more.
    dispose: (tenant) => {
      tenant.isForgotten = true;
    },
  });
  const shared = new LRUCache<string, Settings>({ max: MOST_SETTINGS });
  const clients = new LRUCache<string, KeptClient>({ max: MOST_CLIENTS, maxSize: MOST_BYTES });
  /** Counts what was forgotten: a reading that was overtaken by such news is not kept. */
  let news = 0;

  function keptTenant(part: TenantPart): KeptTenant {
    const known = tenants.get(part.tenantId);
    if (known && isSame(known.part, part)) return known;
    const fresh = { part, isForgotten: false };
    tenants.set(part.tenantId, fresh);
    return fresh;
  }

  /** @returns and how many characters they have that are nobody else's */
  function keptSettings(settings: Settings): [Settings, number] {
    const text = JSON.stringify(settings);
    if (text.length > LONGEST_SHARED) return [settings, text.length];
    const known = shared.get(text);
    if (known) return [known, 0];
    shared.set(text, settings);
    return [settings, text.length];
  }

  return {
    /** Whether nothing was forgotten since: to be called before a reading, and the result handed to `keep`. */
    begin: () => news,
    keep({ tenant, client: { id, mark, secrets, ...rest } }: ClientReading, begunAt: number): void {
      if (begunAt !== news) return;
      const [settings, own] = keptSettings(rest);
      clients.set(
        id,
        { mark, tenant: keptTenant(tenant), settings, secrets: secrets.map(kept) },
        { size: CLIENT_BYTES + SECRET_BYTES * secrets.length + 3 * own },
      );
    },
    find(id: string): ClientRecord | undefined {
      const found = clients.get(id);
      if (!found || found.tenant.isForgotten) return undefined;
      const { mark, tenant, settings, secrets } = found;
      return assembled(id, tenant.part, settings, mark, secrets.map(unpacked));
    },
    forget(id: string): void {
      news++;
      clients.delete(id);
    },
    forgetTenant(id: string): void {
      news++;
      tenants.delete(id);
    },
    clear(): void {
      news++;
      clients.clear();
      tenants.clear();
      shared.clear();
    },
  };
}
