import type { SaveSso, SsoConnectionView, SsoView } from '../contract/sso';
import type { SsoServices } from '../sso/services';
import { insertAuditEvent } from '../store/audit';
import type { Executor } from '../store/database';
import { listDomains } from '../store/domains';
import { deleteLocalSessions } from '../store/sessions';
import {
  countIdentities,
  deleteConnection,
  findTenantConnection,
  forgetAttempts,
  forgetIdentities,
  type SsoConnectionRow,
  saveConnection,
} from '../store/sso-connections';
import { lockTenantRow } from '../store/tenants';
import { domainView } from './domains';
import { changeEvent, type Principal, permit } from './principal';
import { atField, notFound } from './refusal';
import type { AdminServices } from './services';

/** The one connection that a tenant can have. */
const connectionIdOf = (tenantId: string): string => tenantId.replace(/^ten_/, 'sso_');

/** Where the provider sends people back to; to be registered there. */
export const redirectUriOf = (issuer: string, connectionId: string): string =>
  `${issuer}/api/auth/callback/${connectionId}`;

/** The tenant's single sign-on: its provider, and the domains whose people it may name. @throws Refusal 403 */
export async function readSso(
  principal: Principal,
  services: AdminServices,
  db: Executor = services.db,
): Promise<SsoView> {
  permit(principal, 'sso:read');
  const id = connectionIdOf(principal.tenantId);
  const row = await findTenantConnection(db, principal.tenantId);
  return {
    connection: row ? connectionView(row, await countIdentities(db, row.id), principal) : null,
    redirect_uri: redirectUriOf(services.issuer, id),
    sign_in_link: `${services.issuer}/login?sso=${id}`,
    domains: (await listDomains(db, principal.tenantId)).map(domainView),
  };
}

const connectionView = (row: SsoConnectionRow, people: number, { userId }: Principal): SsoConnectionView => ({
  id: row.id,
  ...settingsOf(row),
  updated_at: row.updatedAt.toISOString(),
  people,
  last_test: row.lastTest && {
    ...row.lastTest,
    mine: row.lastTest.by === userId,
    // What a provider knows of a person is that person's.
    ...(row.lastTest.by === userId ? {} : { claims: {} }),
  },
});

/** What can be set, in the contract's words; the secret is in no answer. */
const settingsOf = (row: SsoConnectionRow) => ({
  issuer: row.issuer,
  client_id: row.clientId,
  scopes: row.scopes,
  role_claim: row.roleClaim,
  role_mapping: row.roleMapping,
  default_role: row.defaultRole,
  jit: row.jit,
  enabled: row.enabled,
  enforced: row.enforced,
});

/** What a sign-in on trial has shown holds only as long as these stay. */
const PROVIDER_FIELDS = ['issuer', 'client_id', 'scopes', 'role_claim'] as const;

/**
 * Makes the tenant's connection, or changes it. Only owners: whoever chooses the provider decides who everybody is.
 *
 * @throws Refusal 400 at the field, 403
 */
export async function saveSso(
  principal: Principal,
  wanted: SaveSso,
  services: AdminServices & SsoServices,
): Promise<SsoView> {
  permit(principal, 'sso:edit');
  if (!services.providers.plainHttp && !wanted.issuer.startsWith('https:'))
    throw atField('issuer', 'Enter an address that begins with https://');
  const now = new Date(services.clock());
  const id = connectionIdOf(principal.tenantId);
  return services.db.transaction(async (tx) => {
    await lockTenantRow(tx, principal.tenantId);
    const before = await findTenantConnection(tx, principal.tenantId);
    const { client_secret, ...settings } = wanted;
    if (!before && client_secret === undefined) throw atField('client_secret', 'Enter the client secret');
    const was = before && settingsOf(before);
    const differs = (field: keyof typeof settings) =>
      JSON.stringify(was?.[field]) !== JSON.stringify(settings[field]);
    // A secret belongs to where it was given for: it must not be sent to an address that another hand entered later.
    if (before && client_secret === undefined && differs('issuer'))
      throw atField('client_secret', 'Enter the client secret again: the issuer is another one');
    const anotherProvider = client_secret !== undefined || PROVIDER_FIELDS.some(differs);
    const lastTest = anotherProvider ? null : (before?.lastTest ?? null);
    // Another provider may let nobody in: it is tried before it is the only way.
    if (settings.enforced && (anotherProvider || !before?.enforced))
      refuseUntried(principal, settings.enabled, lastTest);
    if (settings.enforced && !settings.enabled)
      throw atField('enforced', 'Switch single sign-on on as well, or nobody but owners could sign in');

    const sealed =
      client_secret === undefined
        ? (before?.sealedClientSecret ?? new Uint8Array())
        : (await services.ssoSealer.seal(new TextEncoder().encode(client_secret), id)).bytes;
    await saveConnection(tx, {
      id,
      tenantId: principal.tenantId,
      issuer: settings.issuer,
      clientId: settings.client_id,
      sealedClientSecret: sealed,
      scopes: settings.scopes,
      roleClaim: settings.role_claim,
      roleMapping: settings.role_mapping,
      defaultRole: settings.default_role,
      jit: settings.jit,
      enabled: settings.enabled,
      enforced: settings.enforced,
      lastTest,
      createdAt: now,
      updatedAt: now,
    });
    if (settings.enforced && !before?.enforced) await deleteLocalSessions(tx, principal.tenantId);
    if (before && differs('issuer')) await forgetIdentities(tx, id);
    if (anotherProvider) await forgetAttempts(tx, id);
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'sso.saved', id, {
        before: was ?? null,
        after: settings,
        secret_changed: client_secret !== undefined,
      }),
    );
    return readSso(principal, services, tx);
  });
}

function refuseUntried(
  { userId }: Principal,
  enabled: boolean,
  lastTest: SsoConnectionRow['lastTest'],
): void {
  if (enabled && lastTest?.outcome === 'ok' && lastTest.by === userId) return;
  throw atField(
    'enforced',
    'Try it first: save without this, sign in on trial yourself, and switch it on after that',
  );
}

/**
 * Takes the connection away, and whom it had linked. Their sessions go on until they end; then they need a password.
 *
 * @throws Refusal 403, 404
 */
export function removeSso(principal: Principal, services: AdminServices): Promise<SsoView> {
  permit(principal, 'sso:edit');
  return services.db.transaction(async (tx) => {
    await lockTenantRow(tx, principal.tenantId);
    const before = await findTenantConnection(tx, principal.tenantId);
    if (!before) throw notFound('single sign-on');
    await deleteConnection(tx, before.id);
    const now = new Date(services.clock());
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'sso.removed', before.id, { before: settingsOf(before) }),
    );
    return readSso(principal, services, tx);
  });
}
