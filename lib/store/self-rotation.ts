import type { SelfRotation } from '../oauth/ports';
import { insertAuditEvent } from './audit';
import { deleteSecret, insertSecret, listSecrets, lockClientRow, updateSecretRow } from './clients';
import type { Database } from './database';

/** Rotations of clients by themselves; the client's row is locked, as it is for those in the portal. */
export const createSelfRotation =
  (db: Database): SelfRotation =>
  ({ id, tenantId }, decide) =>
    db.transaction(async (tx) => {
      await lockClientRow(tx, tenantId, id);
      const secrets = (await listSecrets(tx, [id])).get(id) ?? [];
      const { added, unused, old, event } = decide(
        secrets.map((secret) => ({ ...secret, used: secret.lastUse !== null })),
      );
      await insertSecret(tx, added);
      // Never used: its row would only be one more, and a client that asks again and again must not pile them up.
      if (unused !== undefined) await deleteSecret(tx, unused);
      const usesAtRotation = secrets.find(({ id }) => id === old.id)?.lastUse?.count ?? 0;
      await updateSecretRow(tx, old.id, {
        expiresAt: old.expiresAt,
        // A new secret that took the place of an unused one continues the same rotation.
        ...(unused === undefined ? { usesAtRotation } : {}),
      });
      await insertAuditEvent(tx, event);
    });
