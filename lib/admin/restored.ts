import { newId } from '../ids';
import { insertAuditEvent } from '../store/audit';
import {
  type Ended,
  endEverything,
  lastEventAt,
  listClientsWithKeys,
  listLiveSecrets,
} from '../store/restored';
import { replaceKeys } from './key-changes';
import { type KeyMaker, operator } from './key-services';

/** A secret that works although it may have been retired after the backup was made. */
interface RevivedSecret {
  tenant_id: string;
  tenant: string;
  client_id: string;
  client: string;
  secret_id: string;
  /** Its last four characters. */
  hint: string;
  created_at: string;
  expires_at: string | null;
}

/** A client with public keys, of which one may have been removed after the backup was made. */
interface RevivedKeys {
  tenant_id: string;
  tenant: string;
  client_id: string;
  client: string;
  /** Of those that are stored here; empty for keys that are fetched. */
  kids: (string | null)[];
  jwks_uri: string | null;
}

export interface AfterRestore {
  /** When the database last heard of anything; null: of nothing yet. What happened since then is not in it. */
  known_until: string | null;
  ended: Ended & { tenants: number; signing_keys: number };
  /** To be compared with what people remember: each that should not be there is to be retired. */
  secrets: RevivedSecret[];
  /** To be compared in the same way. */
  keys: RevivedKeys[];
}

const REASON = 'A backup was restored';

/**
 * Makes a database that was restored safe to serve from. What was revoked, ended or used after the backup was made works
 * again in it, and nobody can know what that was: so all signing keys, tokens, sessions, codes and links end, and
 * webhooks are switched off. Secrets, clients' public keys, passwords and factors stay, since nobody could come back
 * without them; secrets and public keys that work are listed. Asked twice, it ends
 * twice.
 */
export async function makeSafeAfterRestore(services: KeyMaker): Promise<AfterRestore> {
  const { db, clock } = services;
  const known = await lastEventAt(db);
  // First the keys: who holds one makes tokens that no mark ends.
  const signingKeys = await replaceKeys(services, operator('after-restore command'), REASON);
  const { tenantIds, ended } = await db.transaction(async (tx) => {
    const now = new Date(clock());
    const done = await endEverything(tx, now);
    for (const tenantId of done.tenantIds)
      await insertAuditEvent(tx, {
        at: now,
        tenantId,
        actorType: 'operator',
        actorId: 'after-restore command',
        action: 'tenant.restored',
        outcome: 'success',
        targetId: tenantId,
        jti: null,
        requestId: newId('req'),
        address: 'local',
        userAgent: '',
        detail: known ? { since: known.toISOString() } : {},
      });
    return done;
  });
  const secrets = await listLiveSecrets(db, new Date(clock()));
  const keys = await listClientsWithKeys(db);
  return {
    known_until: known?.toISOString() ?? null,
    ended: { ...ended, tenants: tenantIds.length, signing_keys: signingKeys },
    secrets: secrets.map(({ createdAt, expiresAt, ...secret }) => ({
      ...secret,
      created_at: createdAt.toISOString(),
      expires_at: expiresAt?.toISOString() ?? null,
    })),
    keys: keys.map(({ jwks, ...client }) => ({
      ...client,
      kids: (jwks?.keys ?? []).map(({ kid }) => (typeof kid === 'string' ? kid : null)),
    })),
  };
}
