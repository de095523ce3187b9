import { isTaken } from '../faults';
import { newId } from '../ids';
import { mintSecret } from '../oauth/mint-secret';
import type { AuditEvent } from '../oauth/ports';
import { insertAuditEvent } from '../store/audit';
import {
  findFirstClient,
  insertClient,
  insertSecret,
  listSecrets,
  lockClientRow,
  updateSecretRow,
} from '../store/clients';
import { findUserByEmail, hasNoTenant, insertTenant, insertUser, updatePassword } from '../store/users';
import { conflict } from './refusal';
import type { AdminServices } from './services';

export interface Onboarding {
  tenantName: string;
  /** In lower case. */
  adminEmail: string;
  passwordHash: string;
  mustChangePassword: boolean;
  clientName: string;
  scopes: string[];
  /** How the client's tokens are made. */
  profile?: 'gooclaim' | 'opencrvs';
  /** Whether its owners and admins run this installation, and so its signing keys. */
  operator?: boolean;
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
    ...onboardingEvent(now, tenantId, clientId),
    action: 'tenant.onboarded',
    detail: {
      tenant_name: wanted.tenantName,
      scopes: wanted.scopes,
      secret_id: row.id,
      ...(wanted.operator ? { operator: true } : {}),
    },
  };
  const taken = () => conflict(`There is already an account for ${wanted.adminEmail}: nothing was made.`);
  try {
    await services.db.transaction(async (tx) => {
      if (await findUserByEmail(tx, wanted.adminEmail)) throw taken();
      await insertTenant(tx, {
        id: tenantId,
        name: wanted.tenantName,
        operator: wanted.operator,
        createdAt: now,
      });
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
        profile: wanted.profile,
        createdAt: now,
        updatedAt: now,
      });
      await insertSecret(tx, row);
      await insertAuditEvent(tx, event);
    });
  } catch (cause) {
    // Two at once: the unique index decides, whatever the look-up said.
    if (isTaken(cause)) throw taken();
    throw cause;
  }
  return { tenantId, clientId, clientSecret };
}

/** Whether nobody was ever onboarded here. */
export const isFirstStart = ({ db }: Pick<AdminServices, 'db'>): Promise<boolean> => hasNoTenant(db);

export interface OnboardedIds {
  tenantId: string;
  userId: string;
  clientId: string;
}

/** What an earlier onboarding of this admin made: the admin and the tenant's oldest client. */
export async function findOnboarded(
  adminEmail: string,
  { db }: Pick<AdminServices, 'db'>,
): Promise<OnboardedIds | undefined> {
  const user = await findUserByEmail(db, adminEmail);
  const clientId = user && (await findFirstClient(db, user.tenantId));
  return user && clientId ? { tenantId: user.tenantId, userId: user.id, clientId } : undefined;
}

/** A new password and a new secret in place of those that nobody was shown. */
export async function reissueCredentials(
  { tenantId, userId, clientId }: OnboardedIds,
  passwordHash: string,
  services: AdminServices,
): Promise<Onboarded> {
  const now = new Date(services.clock());
  const { clientSecret, row } = mintSecret(clientId, 'onboarding', now, services);
  await services.db.transaction(async (tx) => {
    await lockClientRow(tx, tenantId, clientId);
    const secrets = (await listSecrets(tx, [clientId])).get(clientId) ?? [];
    for (const secret of secrets)
      if (!secret.retiredAt) await updateSecretRow(tx, secret.id, { retiredAt: now });
    await insertSecret(tx, row);
    await updatePassword(tx, userId, passwordHash);
    await insertAuditEvent(tx, {
      ...onboardingEvent(now, tenantId, clientId),
      action: 'tenant.credentials_reissued',
      detail: { secret_id: row.id },
    });
  });
  return { tenantId, clientId, clientSecret };
}

/** Written by a command on the machine itself, not over the network. */
const onboardingEvent = (at: Date, tenantId: string, clientId: string) =>
  ({
    at,
    tenantId,
    actorType: 'operator',
    actorId: 'onboarding',
    outcome: 'success',
    targetId: clientId,
    jti: null,
    requestId: newId('req'),
    address: 'local',
    userAgent: '',
  }) satisfies Omit<AuditEvent, 'action' | 'detail'>;
