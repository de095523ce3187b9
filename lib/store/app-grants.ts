import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import type { Clock } from '../clock';
import type { AppStore } from '../oauth/app-ports';
import { findPerson, holdLive, isLive } from './app-people';
import { insertAuditEvent } from './audit';
import type { Database, Executor } from './database';
import { apps, authorizationCodes, refreshTokens, sessions, tenants } from './schema';
import { deleteSessionBySid } from './sessions';

/** What the OAuth core asks about apps, over all tenants: who calls is not known yet. */
export function createAppStore(db: Database, clock: Clock): AppStore {
  /** All or nothing: a step that finds nothing to change takes the others back. */
  const whole = async (work: (tx: Executor) => Promise<boolean>): Promise<boolean> => {
    try {
      return await db.transaction(async (tx) => {
        if (!(await work(tx))) throw new Undone();
        return true;
      });
    } catch (cause) {
      if (cause instanceof Undone) return false;
      throw cause;
    }
  };

  return {
    async findApp(appId) {
      const [row] = await db
        .select({
          id: apps.id,
          tenantId: apps.tenantId,
          name: apps.name,
          redirectUris: apps.redirectUris,
          postLogoutRedirectUris: apps.postLogoutRedirectUris,
          mcpAccess: apps.mcpAccess,
        })
        .from(apps)
        .innerJoin(tenants, eq(tenants.id, apps.tenantId))
        .where(and(eq(apps.id, appId), eq(apps.status, 'active'), eq(tenants.status, 'active')));
      return row;
    },

    async isAppOrigin(origin) {
      const rows = await db
        .select({ id: apps.id })
        .from(apps)
        .where(and(eq(apps.status, 'active'), sql`${apps.origins} @> ARRAY[${origin}]::text[]`))
        .limit(1);
      return rows.length > 0;
    },

    findPerson: (tenantId, userId) => findPerson(db, userId, tenantId),

    async saveCode(code) {
      await db.insert(authorizationCodes).values(code);
    },

    async findCode(digest) {
      const [code] = await db.select().from(authorizationCodes).where(eq(authorizationCodes.digest, digest));
      if (!code) return undefined;
      const live = await isLive(db, code.parentSid, new Date(clock()));
      return { ...code, person: live ? await findPerson(db, code.userId) : undefined };
    },

    exchangeCode: (digest, { refreshDigest, ...session }, events) =>
      whole(async (tx) => {
        // Whoever ends the app, the person or the portal session at this moment waits, and then finds the new session too.
        const browser = await holdLive(tx, session);
        if (!browser) return false;
        await tx.insert(sessions).values({ ...session, ...browser, idHash: nobodysCookie() });
        const used = await tx
          .update(authorizationCodes)
          .set({ sid: session.sid })
          .where(and(eq(authorizationCodes.digest, digest), isNull(authorizationCodes.sid)))
          .returning({ sid: authorizationCodes.sid });
        if (used.length === 0) return false;
        if (refreshDigest)
          await tx
            .insert(refreshTokens)
            .values({ digest: refreshDigest, sid: session.sid, createdAt: session.createdAt });
        for (const event of events) await insertAuditEvent(tx, event);
        return true;
      }),

    async findRefreshToken(digest) {
      const [row] = await db
        .select({ session: sessions, appId: apps.id, appStatus: apps.status, usedAt: refreshTokens.usedAt })
        .from(refreshTokens)
        .innerJoin(sessions, eq(sessions.sid, refreshTokens.sid))
        .innerJoin(apps, eq(apps.id, sessions.appId))
        .where(eq(refreshTokens.digest, digest));
      if (!row) return undefined;
      const { session, appId, usedAt } = row;
      const now = clock();
      const live = Math.min(session.expiresAt.getTime(), session.endsAt.getTime()) > now;
      return {
        ...{ appId, userId: session.userId, sid: session.sid, endsAt: session.endsAt },
        ...{ authenticatedAt: session.authenticatedAt, amr: session.amr },
        scopes: session.scopes ?? [],
        parentSid: session.parentSid ?? '',
        used: usedAt !== null,
        person: live && row.appStatus === 'active' ? await findPerson(db, session.userId) : undefined,
      };
    },

    rotateRefreshToken: (used, next, event) =>
      whole(async (tx) => {
        // The session first: whoever ends it takes the same order.
        const moved = await tx
          .update(sessions)
          .set({ expiresAt: next.expiresAt })
          .where(and(eq(sessions.sid, used.sid), gt(sessions.expiresAt, next.at)))
          .returning({ sid: sessions.sid });
        if (moved.length === 0) return false;
        const spent = await tx
          .update(refreshTokens)
          .set({ usedAt: next.at })
          .where(and(eq(refreshTokens.digest, used.digest), isNull(refreshTokens.usedAt)))
          .returning({ sid: refreshTokens.sid });
        if (spent.length === 0) return false;
        await tx.insert(refreshTokens).values({ digest: next.digest, sid: used.sid, createdAt: next.at });
        await insertAuditEvent(tx, event);
        return true;
      }),

    endAppSession: (sid, event) =>
      db.transaction(async (tx) => {
        const ended = await tx
          .delete(sessions)
          .where(and(eq(sessions.sid, sid), sql`${sessions.appId} IS NOT NULL`))
          .returning({ sid: sessions.sid });
        if (ended.length > 0) await insertAuditEvent(tx, event);
      }),

    signOut: ({ userId, sid, portalSid }, event) =>
      db.transaction(async (tx) => {
        let ended = false;
        for (const one of [sid, portalSid])
          if (one && (await deleteSessionBySid(tx, userId, one))) ended = true;
        if (ended) await insertAuditEvent(tx, event);
      }),
  };
}

class Undone extends Error {}

/** No cookie has this hash: the session is reached by its refresh tokens only. */
const nobodysCookie = (): Uint8Array => crypto.getRandomValues(new Uint8Array(32));

/** Ends the sessions at one app, with their codes. @returns how many were live */
export async function deleteAppSessions(tx: Executor, appId: string, now: Date): Promise<number> {
  const ended = await tx
    .delete(sessions)
    .where(eq(sessions.appId, appId))
    .returning({ expiresAt: sessions.expiresAt });
  await tx.delete(authorizationCodes).where(eq(authorizationCodes.appId, appId));
  return ended.filter(({ expiresAt }) => expiresAt > now).length;
}

/** By this much instances' clocks may differ, in milliseconds: what one takes for expired another still exchanges. */
const CLOCK_SKEW_MS = 90_000;

/** Codes nobody came with. Used ones go with their session. */
export async function pruneAuthorizationCodes(db: Executor, now: Date): Promise<void> {
  await db
    .delete(authorizationCodes)
    .where(
      and(
        isNull(authorizationCodes.sid),
        lt(authorizationCodes.expiresAt, new Date(now.getTime() - CLOCK_SKEW_MS)),
      ),
    );
}
