import { and, eq, gt } from 'drizzle-orm';
import type { AppPerson, NewAppSession } from '../oauth/app-ports';
import { type Executor, markedAt } from './database';
import { apps, sessions, tenants, users } from './schema';

/** @returns undefined for a person, or a tenant, that may not be signed in */
export async function findPerson(
  db: Executor,
  userId: string,
  tenantId?: string,
): Promise<AppPerson | undefined> {
  const [row] = await db
    .select({
      userId: users.id,
      tenantId: tenants.id,
      tenantName: tenants.name,
      email: users.email,
      role: users.role,
      userMark: users.tokensNotBefore,
      tenantMark: tenants.tokensNotBefore,
    })
    .from(users)
    .innerJoin(tenants, eq(tenants.id, users.tenantId))
    .where(
      and(
        eq(users.id, userId),
        tenantId === undefined ? undefined : eq(tenants.id, tenantId),
        eq(users.status, 'active'),
        eq(tenants.status, 'active'),
      ),
    );
  if (!row) return undefined;
  const { userMark, tenantMark, ...person } = row;
  const latest = (...moments: (Date | null)[]) =>
    Math.max(0, ...moments.map((moment) => moment?.getTime() ?? 0));
  return {
    ...person,
    notBefore: latest(userMark, tenantMark),
    endedAt: latest(markedAt(userMark), markedAt(tenantMark)),
  };
}

/** A session that counts at `now`. */
export async function isLive(db: Executor, sid: string, now: Date): Promise<boolean> {
  const rows = await db
    .select({ sid: sessions.sid })
    .from(sessions)
    .where(and(eq(sessions.sid, sid), gt(sessions.expiresAt, now), gt(sessions.endsAt, now)));
  return rows.length > 0;
}

/**
 * Holds all that a new session rests on as it is until the transaction ends.
 *
 * @returns where the person's browser is, which the code may not have come from; undefined when something has ended
 */
export async function holdLive(
  tx: Executor,
  {
    appId,
    userId,
    parentSid,
    createdAt,
  }: Pick<NewAppSession, 'appId' | 'userId' | 'parentSid' | 'createdAt'>,
): Promise<{ address: string; userAgent: string } | undefined> {
  const [row] = await tx
    .select({ address: sessions.address, userAgent: sessions.userAgent })
    // The tenant first, as everybody locks them.
    .from(tenants)
    .innerJoin(users, eq(users.tenantId, tenants.id))
    .innerJoin(apps, and(eq(apps.tenantId, tenants.id), eq(apps.id, appId)))
    .innerJoin(sessions, and(eq(sessions.userId, users.id), eq(sessions.sid, parentSid)))
    .where(
      and(
        eq(users.id, userId),
        eq(users.status, 'active'),
        eq(tenants.status, 'active'),
        eq(apps.status, 'active'),
        gt(sessions.expiresAt, createdAt),
        gt(sessions.endsAt, createdAt),
      ),
    )
    .for('share');
  return row;
}
