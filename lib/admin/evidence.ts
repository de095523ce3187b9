import {
  type EvidencePeriod,
  type EvidenceRotation,
  type EvidenceSecret,
  type EvidenceView,
  PRINTED_ROWS,
} from '../contract/evidence';
import { auditGapWords } from '../contract/evidence-words';
import { insertAuditEvent } from '../store/audit';
import {
  type EvidenceRow,
  listDeletedEvidence,
  listEvidence,
  listRotations,
  type Span,
} from '../store/evidence';
import { findTenantRow, type TenantRow } from '../store/tenants';
import type { Export, ExportGate, Portion } from './export-gate';
import { refuseTooManyExports } from './export-limit';
import { type Actor, changeEvent, type Principal, permit } from './principal';
import { notFound } from './refusal';
import type { AdminServices } from './services';

const DAY_MS = 86_400_000;

/** A secret as it stands in the file. */
export interface ExportedSecret extends EvidenceSecret {
  policy_max_age_days: number | null;
}

interface EvidenceServices extends AdminServices {
  settings: { auditRetentionDays: number };
}

/** Rows read at once while a file is written. */
const BATCH = 500;

const spanOf = ({ from, to }: EvidencePeriod): Span => ({
  from: new Date(Date.parse(from)),
  until: new Date(Date.parse(to) + DAY_MS),
});

async function ownTenant(actor: Actor, services: AdminServices): Promise<TenantRow> {
  permit(actor, 'client:read');
  permit(actor, 'activity:read');
  if ('userId' in actor) await refuseTooManyExports(actor, services);
  const tenant = await findTenantRow(services.db, actor.tenantId);
  if (!tenant) throw notFound('tenant');
  return tenant;
}

/** The first day the audit log is kept for, unless the period begins later. What is older may be gone by the month. */
function auditKeptFrom({ from }: EvidencePeriod, now: number, { settings }: EvidenceServices): string | null {
  const first = new Date(now - settings.auditRetentionDays * DAY_MS).toISOString().slice(0, 10);
  return first > from ? first : null;
}

/**
 * For the printed page: every secret that was live in the period, those of deleted clients last, and everything done to
 * one.
 *
 * @throws Refusal 429
 */
export async function readEvidence(
  principal: Principal,
  period: EvidencePeriod,
  services: EvidenceServices,
): Promise<Omit<EvidenceView, 'now'>> {
  const tenant = await ownTenant(principal, services);
  const now = services.clock();
  const span = spanOf(period);
  const limit = PRINTED_ROWS + 1;
  const secrets = await listEvidence(services.db, tenant.id, span, { limit });
  secrets.push(...(await listDeletedEvidence(services.db, tenant.id, span, { limit })));
  const rotations = await listRotations(services.db, tenant.id, span, limit);
  return {
    tenant: { id: tenant.id, name: tenant.name },
    period,
    generated_at: new Date(now).toISOString(),
    generated_by: principal.email,
    max_age_days: tenant.secretMaxAgeDays,
    audit_kept_from: auditKeptFrom(period, now, services),
    secrets: secrets.slice(0, PRINTED_ROWS).map((row) => secretEvidence(row, tenant.secretMaxAgeDays, now)),
    rotations: [...rotations].slice(0, PRINTED_ROWS).map(rotationEvidence),
    secrets_cut: secrets.length > PRINTED_ROWS,
    rotations_cut: rotations.length > PRINTED_ROWS,
  };
}

/**
 * The same secrets without a bound, read as they are written out. That they were taken is in the audit log first.
 *
 * @throws Refusal 429
 */
export async function exportEvidence(
  actor: Actor,
  period: EvidencePeriod,
  services: EvidenceServices & { exports: ExportGate },
): Promise<Export<ExportedSecret>> {
  const tenant = await ownTenant(actor, services);
  return services.exports.begin(tenant.id, async () => {
    await insertAuditEvent(
      services.db,
      changeEvent(actor, new Date(services.clock()), 'secrets.exported', tenant.id, {
        ...period,
        format: 'csv',
      }),
    );
    return allEvidence(tenant, period, services);
  });
}

async function* allEvidence(
  tenant: TenantRow,
  period: EvidencePeriod,
  services: EvidenceServices,
): AsyncGenerator<Portion<ExportedSecret>> {
  const now = services.clock();
  const maxAge = tenant.secretMaxAgeDays;
  for (const list of [listEvidence, listDeletedEvidence])
    for (let after: EvidenceRow | undefined, isLast = false; !isLast; ) {
      const rows = await list(services.db, tenant.id, spanOf(period), { after, limit: BATCH });
      yield {
        rows: rows.map((row) => ({ ...secretEvidence(row, maxAge, now), policy_max_age_days: maxAge })),
      };
      after = rows.at(-1);
      isLast = rows.length < BATCH;
    }
  const first = auditKeptFrom(period, now, services);
  if (first) yield { rows: [], note: auditGapWords(first) };
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
    retired_by: retiredBy(row),
    last_used_at: iso(row.last_used_at),
    tokens_issued: row.uses === null ? null : Number(row.uses),
    exposed_at: iso(row.exposed_at),
    age_days: Math.max(0, Math.floor((measured - created) / DAY_MS)),
    policy_met: maxAgeDays === null ? null : measured <= created + maxAgeDays * DAY_MS,
  };
}

/** A rotation without an overlap leaves no row of its own for the end of the old secret. */
function retiredBy({ retired_at, retired_by, rotated_at, rotated_by }: EvidenceRow): string | null {
  if (retired_at === null || retired_by !== null) return retired_by;
  return rotated_at !== null && Date.parse(rotated_at) === Date.parse(retired_at) ? rotated_by : null;
}

function stateOf(
  { client_status, retired_at, expires_at }: EvidenceRow,
  now: number,
): EvidenceSecret['state'] {
  if (client_status === 'deleted') return 'deleted';
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

/** Seconds; of one that was given more time, how much more. */
function overlapOf(
  at: string,
  { overlap_seconds, old_expires_at, before, after }: Record<string, unknown>,
): number | null {
  if (typeof overlap_seconds === 'number') return overlap_seconds;
  if (typeof before === 'string' && typeof after === 'string')
    return Math.round((Date.parse(after) - Date.parse(before)) / 1000);
  if (typeof old_expires_at !== 'string') return null;
  return Math.round((Date.parse(old_expires_at) - Date.parse(at)) / 1000);
}
