import type { z } from 'zod';
import type { AppView, createAppSchema, updateAppSchema } from '../contract/apps';
import { newId } from '../ids';
import { deleteAppSessions } from '../store/app-grants';
import {
  type AppRow,
  countApps,
  deleteApp,
  findAppRow,
  insertApp,
  listApps,
  lockApp,
  updateApp as updateAppRow,
} from '../store/apps';
import { insertAuditEvent } from '../store/audit';
import type { Executor } from '../store/database';
import { lockTenantRow } from '../store/tenants';
import { changeEvent, type Principal, permit } from './principal';
import { conflict, notFound, Refusal } from './refusal';
import type { AdminServices } from './services';

/** A tenant has a handful; an origin that is looked up for every call from a browser must not be one of thousands. */
const MOST_APPS = 50;

const appView = (row: AppRow): AppView => ({
  id: row.id,
  name: row.name,
  redirect_uris: row.redirectUris,
  post_logout_redirect_uris: row.postLogoutRedirectUris,
  mcp_access: row.mcpAccess,
  status: row.status,
  created_at: row.createdAt.toISOString(),
  created_by: row.createdBy,
  updated_at: row.updatedAt.toISOString(),
  sessions: row.sessions,
});

export async function readApps(principal: Principal, { db, clock }: AdminServices): Promise<AppView[]> {
  permit(principal, 'app:read');
  return (await listApps(db, principal.tenantId, new Date(clock()))).map(appView);
}

/** @throws Refusal 404 */
export async function readApp(
  principal: Principal,
  appId: string,
  services: AdminServices,
  db: Executor = services.db,
): Promise<AppView> {
  permit(principal, 'app:read');
  const row = await findAppRow(db, principal.tenantId, appId, new Date(services.clock()));
  if (!row) throw notFound('app');
  return appView(row);
}

/** @throws Refusal 400 at an address that cannot be one; 409 for one app too many */
export function createApp(
  principal: Principal,
  wanted: z.output<typeof createAppSchema>,
  services: AdminServices,
): Promise<AppView> {
  permit(principal, 'app:edit');
  refuseAddresses(wanted, services.issuer);
  const id = newId('app');
  return services.db.transaction(async (tx) => {
    await lockTenantRow(tx, principal.tenantId);
    if ((await countApps(tx, principal.tenantId)) >= MOST_APPS)
      throw conflict(`There are ${MOST_APPS} apps: delete one that is not used any more.`);
    const now = new Date(services.clock());
    await insertApp(tx, {
      id,
      tenantId: principal.tenantId,
      name: wanted.name,
      redirectUris: wanted.redirect_uris,
      postLogoutRedirectUris: wanted.post_logout_redirect_uris,
      origins: originsOf(wanted.redirect_uris),
      mcpAccess: wanted.mcp_access,
      createdAt: now,
      createdBy: principal.email,
      updatedAt: now,
    });
    await insertAuditEvent(tx, changeEvent(principal, now, 'app.created', id, { ...wanted }));
    return readApp(principal, id, services, tx);
  });
}

/** One change of an app under its lock. @throws Refusal 403, 404 */
function changeApp<T>(
  principal: Principal,
  appId: string,
  services: AdminServices,
  apply: (tx: Executor, before: AppView, now: Date) => Promise<T>,
): Promise<T> {
  permit(principal, 'app:edit');
  return services.db.transaction(async (tx) => {
    if (!(await lockApp(tx, principal.tenantId, appId))) throw notFound('app');
    return apply(tx, await readApp(principal, appId, services, tx), new Date(services.clock()));
  });
}

/**
 * What is not sent stays as it is. A disabled app signs nobody in, and everybody who was is signed out of it.
 *
 * @throws Refusal 400 at an address that cannot be one, 404
 */
export function updateApp(
  principal: Principal,
  appId: string,
  wanted: z.output<typeof updateAppSchema>,
  services: AdminServices,
): Promise<AppView> {
  return changeApp(principal, appId, services, async (tx, before, now) => {
    refuseAddresses(wanted, services.issuer);
    const { status, ...fields } = wanted;
    const changed = (Object.keys(fields) as (keyof typeof fields)[]).filter(
      (field) =>
        fields[field] !== undefined && JSON.stringify(fields[field]) !== JSON.stringify(before[field]),
    );
    if (changed.length > 0) {
      await updateAppRow(tx, appId, { ...columnsOf(fields), updatedAt: now });
      const of = (values: Record<string, unknown>) =>
        Object.fromEntries(changed.map((field) => [field, values[field]]));
      await insertAuditEvent(
        tx,
        changeEvent(principal, now, 'app.updated', appId, { before: of({ ...before }), after: of(fields) }),
      );
    }
    if (status !== undefined && status !== before.status) {
      await updateAppRow(tx, appId, { status, updatedAt: now });
      const sessions = status === 'disabled' ? await deleteAppSessions(tx, appId, now) : 0;
      const action = status === 'disabled' ? 'app.disabled' : 'app.enabled';
      await insertAuditEvent(tx, changeEvent(principal, now, action, appId, { sessions }));
    }
    return readApp(principal, appId, services, tx);
  });
}

/** Everybody who was signed in there is signed out. @throws Refusal 404 */
export function removeApp(principal: Principal, appId: string, services: AdminServices): Promise<void> {
  return changeApp(principal, appId, services, async (tx, { name, sessions }, now) => {
    await deleteApp(tx, appId);
    await insertAuditEvent(tx, changeEvent(principal, now, 'app.deleted', appId, { name, sessions }));
  });
}

type Fields = Partial<Pick<AppView, 'name' | 'redirect_uris' | 'post_logout_redirect_uris' | 'mcp_access'>>;

/** The columns behind the contract's fields, of those that are sent. */
const columnsOf = ({ name, redirect_uris, post_logout_redirect_uris, mcp_access }: Fields) => ({
  ...(name === undefined ? {} : { name }),
  ...(redirect_uris === undefined ? {} : { redirectUris: redirect_uris, origins: originsOf(redirect_uris) }),
  ...(post_logout_redirect_uris === undefined ? {} : { postLogoutRedirectUris: post_logout_redirect_uris }),
  ...(mcp_access === undefined ? {} : { mcpAccess: mcp_access }),
});

const originsOf = (addresses: readonly string[]) => [
  ...new Set(addresses.map((address) => new URL(address).origin)),
];

/**
 * What no address may be, depending on where this service itself is.
 *
 * @throws Refusal 400 at the field
 */
function refuseAddresses({ redirect_uris, post_logout_redirect_uris }: Fields, issuer: string): void {
  const fields: Record<string, string> = {};
  for (const [field, addresses] of Object.entries({ redirect_uris, post_logout_redirect_uris })) {
    for (const address of addresses ?? []) {
      const { origin, protocol } = new URL(address);
      if (origin === new URL(issuer).origin)
        fields[field] = `${address}: this is the address of this service`;
      // A code in plain http is for whoever listens; on one's own machine that is oneself.
      else if (protocol === 'http:' && !issuer.startsWith('http:'))
        fields[field] = `${address}: must be https here`;
    }
  }
  if (Object.keys(fields).length > 0)
    throw new Refusal(400, 'invalid_request', 'Some of what was sent is not right.', fields);
}
