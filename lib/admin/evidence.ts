import {
  type EvidencePeriod,
  type EvidenceRotation,
  type EvidenceSecret,
  type EvidenceView,
  PRINTED_ROWS,
} from '../contract/evidence';
import { insertAuditEvent } from '../store/audit';
import { type EvidenceRow, listEvidence, listRotations, type Span } from '../store/evidence';
import { findTenantRow, type TenantRow } from '../store/tenants';
import { changeEvent, type Principal, permit } from './principal';
import { notFound } from './refusal';
import type { AdminServices } from './services';

const DAY_MS = 86_400_000;
/** Rows read at once while a file is written. */
const BATCH = 500;

const spanOf = ({ from, to }: EvidencePeriod): Span => ({
  from: new Date(Date.parse(from)),
  until: new Date(Date.parse(to) + DAY_MS),
});

async function ownTenant(principal: Principal, services: AdminServices): Promise<TenantRow> {
  permit(principal, 'client:read');
  permit(principal, 'activity:read');
  const tenant = await findTenantRow(services.db, principal.tenantId);
  if (!tenant) throw notFound('tenant');
  return tenant;
}

/** For the printed page: every secret that was live in the period, and everything done to one. */
export async function readEvidence(
  principal: Principal,
  period: EvidencePeriod,
  services: AdminServices,
): Promise<Omit<EvidenceView, 'now'>> {
  const tenant = await ownTenant(principal, services);
  const now = services.clock();
  const span = spanOf(period);
  const limit = PRINTED_ROWS + 1;
  const secrets = await listEvidence(services.db, tenant.id, span, { limit });
  const rotations = await listRotations(services.db, tenant.id, span, limit);
  return {
    tenant: { id: tenant.id, name: tenant.name },
    period,
    generated_at: new Date(now).toISOString(),
    generated_by: principal.email,
    max_age_days: tenant.secretMaxAgeDays,
    secrets: secrets.slice(0, PRINTED_ROWS).map((row) => secretEvidence(row, tenant.secretMaxAgeDays, now)),
    rotations: [...rotations].slice(0, PRINTED_ROWS).map(rotationEvidence),
    secrets_cut: secrets.length > PRINTED_ROWS,
    rotations_cut: rotations.length > PRINTED_ROWS,
  };
}

/** The same secrets without a bound, read as they are written out. That they were taken is in the audit log first. */
export async function exportEvidence(
  principal: Principal,
  period: EvidencePeriod,
  services: AdminServices,
): Promise<AsyncIterable<EvidenceSecret & { policy_max_age_days: number | null }>> {
  const tenant = await ownTenant(principal, services);
  const now = services.clock();
  await insertAuditEvent(
    services.db,
    changeEvent(principal, new Date(now), 'secrets.exported', tenant.id, { ...period, format: 'csv' }),
  );
  return allEvidence(tenant, spanOf(period), now, services);
}

async function* allEvidence(tenant: TenantRow, span: Span, now: number, { db }: AdminServices) {
  for (let after: EvidenceRow | undefined; ; ) {
    const rows = await listEvidence(db, tenant.id, span, { after, limit: BATCH });
    for (const row of rows)
      yield {
        ...secretEvidence(row, tenant.secretMaxAgeDays, now),
        policy_max_age_days: tenant.secretMaxAgeDays,
      };
    after = rows.at(-1);
    if (rows.length < BATCH) return;
  }
}

const iso = (text: string | null): string | null => (text === null ? null : new Date(text).toISOString());

function secretEvidence(row: EvidenceRow, maxAgeDays: number | null, now: number): EvidenceSecret {
  const created = Date.parse(row.created_at);
  const ended = row.retired_at ?? row.expires_at;
  // Not later than now: what is to end tomorrow is as old as it is today.
  const measured = Math.min(
    now,
    ...[row.rotated_at, ended].flatMap((text) => (text ? Date.parse(text) : [])),
  );
  return {
    secret_id: row.id,
    hint: row.hint,
    client_id: row.client_id,
    client_name: row.client_name,
    client_status: row.client_status,
    state: stateOf(row, now),
    created_at: new Date(created).toISOString(),
    created_by: row.created_by,
    rotated_at: iso(row.rotated_at),
    rotated_by: row.rotated_by,
    ended_at: iso(ended),
    retired_by: row.retired_at === null ? null : (row.retired_by ?? row.rotated_by),
    last_used_at: iso(row.last_used_at),
    tokens_issued: Number(row.uses),
    exposed_at: iso(row.exposed_at),
    age_days: Math.max(0, Math.floor((measured - created) / DAY_MS)),
    policy_met: maxAgeDays === null ? null : measured <= created + maxAgeDays * DAY_MS,
  };
}

function stateOf({ retired_at, expires_at }: EvidenceRow, now: number): EvidenceSecret['state'] {
  if (retired_at !== null) return 'retired';
  if (expires_at === null) return 'live';
  return Date.parse(expires_at) > now ? 'ending' : 'expired';
}

function rotationEvidence(row: Awaited<ReturnType<typeof listRotations>>[number]): EvidenceRotation {
  return {
    at: new Date(row.at).toISOString(),
    action: row.action,
    by: row.action === 'secret.self_rotated' ? 'the client itself' : row.by,
    client_id: row.client_id,
    client_name: row.client_name ?? row.client_id,
    overlap_seconds: overlapOf(row.at, row.detail),
    request_id: row.request_id,
  };
}

function overlapOf(at: string, { overlap_seconds, old_expires_at }: Record<string, unknown>): number | null {
  if (typeof overlap_seconds === 'number') return overlap_seconds;
  if (typeof old_expires_at !== 'string') return null;
  return Math.round((Date.parse(old_expires_at) - Date.parse(at)) / 1000);
}
