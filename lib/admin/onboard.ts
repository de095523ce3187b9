import { newId } from '../ids';
import type { AuditEvent } from '../oauth/ports';
import { insertAuditEvent } from '../store/audit';
import { insertClient, insertSecret } from '../store/clients';
import { findUserByEmail, hasNoTenant, insertTenant, insertUser } from '../store/users';
import { conflict } from './refusal';
import { mintSecret } from './secret-row';
import type { AdminServices } from './services';

export interface Onboarding {
  tenantName: string;
  /** In lower case. */
  adminEmail: string;
  passwordHash: string;
  mustChangePassword: boolean;
  clientName: string;
  scopes: string[];
}

export interface Onboarded {
  tenantId: string;
  clientId: string;
  clientSecret: string;
}

/**
 * A tenant, its first admin (an owner) and its first client, all or nothing.
 *
 * @throws Refusal 409 when the address has an account already
 */
export async function onboardTenant(wanted: Onboarding, services: AdminServices): Promise<Onboarded> {
  const now = new Date(services.clock());
  const tenantId = newId('ten');
  const clientId = newId('client');
  const { clientSecret, row } = mintSecret(clientId, 'onboarding', now, services);
  const event: AuditEvent = {
    at: now,
    tenantId,
    actorType: 'operator',
    actorId: 'onboarding',
    action: 'tenant.onboarded',
    outcome: 'success',
    targetId: clientId,
    jti: null,
    requestId: newId('req'),
    address: 'local',
    userAgent: '',
    detail: { tenant_name: wanted.tenantName, scopes: wanted.scopes, secret_id: row.id },
  };
  const taken = () => conflict(`There is already an account for ${wanted.adminEmail}: nothing was made.`);
  try {
    await services.db.transaction(async (tx) => {
      if (await findUserByEmail(tx, wanted.adminEmail)) throw taken();
      await insertTenant(tx, { id: tenantId, name: wanted.tenantName, createdAt: now });
      await insertUser(tx, {
        id: newId('usr'),
        tenantId,
        email: wanted.adminEmail,
        passwordHash: wanted.passwordHash,
        mustChangePassword: wanted.mustChangePassword,
        role: 'owner',
        createdAt: now,
      });
      await insertClient(tx, {
        id: clientId,
        tenantId,
        name: wanted.clientName,
        scopes: wanted.scopes,
        createdAt: now,
        updatedAt: now,
      });
      await insertSecret(tx, row);
      await insertAuditEvent(tx, event);
    });
  } catch (cause) {
    // Two at once: the unique index decides, whatever the look-up said.
    if (uniqueViolation(cause)) throw taken();
    throw cause;
  }
  return { tenantId, clientId, clientSecret };
}

/** Whether nobody was ever onboarded here. */
export const isFirstStart = ({ db }: Pick<AdminServices, 'db'>): Promise<boolean> => hasNoTenant(db);

function uniqueViolation(cause: unknown): boolean {
  for (let fault = cause; fault instanceof Error; fault = fault.cause) {
    if ((fault as { code?: unknown }).code === '23505') return true;
  }
  return false;
}
