import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { ClientView, updateClientSchema } from '../contract/portal';
import { unusableKey } from '../oauth/client-jwks';
import type { ClientRow } from '../store/clients';
import type { Executor } from '../store/database';
import { foreignResource, ownedResources } from '../store/resources';
import { Refusal } from './refusal';
import type { AdminServices } from './services';

type Wanted = z.output<typeof updateClientSchema>;

/** The columns behind the contract's fields. */
const COLUMNS = {
  name: 'name',
  description: 'description',
  scopes: 'scopes',
  profile: 'profile',
  opencrvs_issuer: 'opencrvsIssuer',
  opencrvs_audience: 'opencrvsAudience',
  token_life_seconds: 'tokenLifeSeconds',
  token_typ: 'tokenTyp',
  dpop_bound_access_tokens: 'dpopBoundAccessTokens',
  allowed_networks: 'allowedNetworks',
  resources: 'resources',
  jwks: 'jwks',
  jwks_uri: 'jwksUri',
} as const satisfies Record<keyof Wanted, keyof ClientRow>;

type Settings = Pick<ClientRow, (typeof COLUMNS)[keyof Wanted]>;

/** Settings that guard a client's credentials: an admin changes them knowingly. */
const GUARDS: (keyof Wanted)[] = [
  'profile',
  'opencrvs_issuer',
  'opencrvs_audience',
  'dpop_bound_access_tokens',
  'allowed_networks',
];

export const changesGuards = (after: Record<string, unknown>): boolean =>
  GUARDS.some((field) => field in after);

/** Whether the guards that a change is about stand higher after it: a key is asked for, or networks are named for the first time. */
export const onlyTightens = (row: ClientRow, after: Record<string, unknown>): boolean =>
  GUARDS.filter((field) => field in after).every(
    (field) =>
      (field === 'dpop_bound_access_tokens' && after[field] === true) ||
      (field === 'allowed_networks' && row.allowedNetworks.length === 0),
  );

/** Names the settings as they are, for whoever changes only what they saw: the same settings have the same name. */
export const versionOf = (client: ClientView): string =>
  createHash('sha256')
    .update(
      JSON.stringify([client.status, ...Object.keys(COLUMNS).map((field) => client[field as keyof Wanted])]),
    )
    .digest('base64url')
    .slice(0, 22);

/** The path and the query of a key set's address may be somebody's secret. */
const audited = (field: keyof Wanted, value: unknown) =>
  field === 'jwks_uri' && typeof value === 'string' ? new URL(value).host : value;

/** What of a wish is new: the columns to write, and both states for the audit row. */
export function differences(row: ClientRow, wanted: Wanted) {
  const columns: Partial<Settings> = {};
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(wanted) as [keyof Wanted, never][]) {
    const column = COLUMNS[field];
    if (value === undefined || JSON.stringify(value) === JSON.stringify(row[column])) continue;
    columns[column] = value;
    before[field] = audited(field, row[column]);
    after[field] = audited(field, value);
  }
  return { columns, before, after };
}

/**
 * What no client may be, whichever fields were sent: checked on the row as it would be.
 *
 * @throws Refusal 400 with the field it is about
 */
export async function refuseConflicts(
  tx: Executor,
  tenantId: string,
  settings: Omit<Settings, 'name' | 'description' | 'scopes'>,
  { issuer }: Pick<AdminServices, 'issuer'>,
): Promise<void> {
  const fields: Record<string, string> = {};
  if (settings.jwks && settings.jwksUri)
    fields.jwks_uri = 'Either the keys themselves or the address of them, not both';
  if (settings.jwks) {
    const fault = await unusableKey(settings.jwks);
    if (fault) fields.jwks = fault;
  }
  if (settings.profile === 'opencrvs') {
    const onlyGooclaim = 'Not with the OpenCRVS profile';
    if (settings.dpopBoundAccessTokens) fields.dpop_bound_access_tokens = onlyGooclaim;
    if (settings.tokenTyp !== 'JWT') fields.token_typ = onlyGooclaim;
    if (settings.resources.length > 0) fields.resources = onlyGooclaim;
    if (settings.jwks) fields.jwks = onlyGooclaim;
    if (settings.jwksUri) fields.jwks_uri = onlyGooclaim;
  }
  // A token that says so would pass for one of this service's own.
  if (sameAddress(settings.opencrvsIssuer, issuer))
    fields.opencrvs_issuer = 'This is the issuer of this service';
  if (settings.profile === 'opencrvs') {
    const foreign = await foreignResource(tx, tenantId, settings.opencrvsAudience);
    if (foreign) fields.opencrvs_audience = `${foreign} is not to be had: ask your operator`;
  }
  const missing = await notOwned(tx, tenantId, settings.resources);
  if (missing) fields.resources = `Add ${missing} to the tenant's resources first`;
  if (Object.keys(fields).length > 0)
    throw new Refusal(400, 'invalid_request', 'Some of what was sent is not right.', fields);
}

/** As a verifier may compare them: with or without a slash at the end, however written. */
function sameAddress(one: string, other: string): boolean {
  const normal = (text: string) => (URL.canParse(text) ? new URL(text).href.replace(/\/+$/, '') : text);
  return normal(one) === normal(other);
}

async function notOwned(tx: Executor, tenantId: string, resources: string[]): Promise<string | undefined> {
  if (resources.length === 0) return undefined;
  const owned = await ownedResources(tx, tenantId);
  return resources.find((resource) => !owned.includes(resource));
}
