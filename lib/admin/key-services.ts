import type { Clock } from '../clock';
import type { AuditAction } from '../contract/audit-actions';
import { newId } from '../ids';
import type { KeySize } from '../keys/generate';
import type { Sealer } from '../keys/seal';
import type { AuditEvent } from '../oauth/ports';
import type { Database } from '../store/database';

/** What the care for the signing keys works with. */
export interface SigningKeyServices {
  db: Database;
  clock: Clock;
  /** Undefined where the key-encryption key is not: there keys change their states, and none is made. */
  sealer: Sealer | undefined;
  settings: {
    signingKeys: {
      /** Days between rotations. */
      rotationDays: number;
      /** Bits of keys made from now on. */
      size: KeySize;
    };
  };
}

/** The same of a process that holds the key-encryption key. */
export type KeyMaker = SigningKeyServices & { sealer: Sealer };

/** Signs the audit rows of a change. */
export type Author = (
  at: Date,
  action: AuditAction,
  targetId: string,
  detail: Record<string, unknown>,
) => AuditEvent;

/** The schedule, or a command on the machine itself: nobody's tenant, and nothing of the network. */
export const operator =
  (name: 'schedule' | 'keys command' | 'after-restore command'): Author =>
  (at, action, targetId, detail) => ({
    at,
    tenantId: null,
    actorType: 'operator',
    actorId: name,
    action,
    outcome: 'success',
    targetId,
    jti: null,
    requestId: newId('req'),
    address: 'local',
    userAgent: '',
    detail,
  });
