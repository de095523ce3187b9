import type { z } from 'zod';
import { DEFAULT_MAX_AGE_DAYS, dueAt, soonDays } from '../contract/secret-policy';
import type { BoardSecret, BoardView, boardQuerySchema } from '../contract/secrets-board';
import { type BoardRow, type BoardRule, countBoard, listBoard } from '../store/secret-board';
import { findTenantRow, type TenantRow } from '../store/tenants';
import { type Principal, permit } from './principal';
import { notFound } from './refusal';
import type { AdminServices } from './services';

const PAGE = 50;

/** @param now milliseconds since the epoch */
function boardRule({ id, secretMaxAgeDays, secretsAllowed }: TenantRow, now: number): BoardRule {
  // Without a policy the oldest still come first: nothing is due, but they are what one looks for.
  const maxAgeDays = secretMaxAgeDays ?? DEFAULT_MAX_AGE_DAYS;
  return {
    tenantId: id,
    now: new Date(now),
    maxAgeDays,
    soonFromDays: maxAgeDays - soonDays(maxAgeDays),
    // Where every secret is refused none needs replacing.
    enforced: secretMaxAgeDays !== null && secretsAllowed,
  };
}

/** All live secrets of the tenant, a page of them. */
export async function readBoard(
  principal: Principal,
  { filter, after }: z.output<typeof boardQuerySchema>,
  services: AdminServices,
): Promise<Omit<BoardView, 'now'>> {
  permit(principal, 'client:read');
  const { db } = services;
  const tenant = await findTenantRow(db, principal.tenantId);
  if (!tenant) throw notFound('tenant');
  const rule = boardRule(tenant, services.clock());
  const rows = await listBoard(db, filter, rule, {
    after: after ? cursor(after) : undefined,
    limit: PAGE + 1,
  });
  const shown = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? shown.at(-1) : undefined;
  return {
    secrets: shown.map((row) => secretView(row, tenant.secretMaxAgeDays)),
    next: last ? `${Math.round(last.rank)}_${last.id}` : null,
    counts: await countBoard(db, rule),
    max_age_days: tenant.secretMaxAgeDays,
    secrets_allowed: tenant.secretsAllowed,
  };
}

function cursor(after: string): { rank: number; id: string } {
  const end = after.indexOf('_');
  return { rank: Number(after.slice(0, end)), id: after.slice(end + 1) };
}

const iso = (text: string | null): string | null => (text === null ? null : new Date(text).toISOString());

function secretView(row: BoardRow, maxAgeDays: number | null): BoardSecret {
  const due = row.expires_at === null ? dueAt(Date.parse(row.created_at), maxAgeDays) : null;
  return {
    id: row.id,
    hint: row.hint,
    state: row.newer ? 'old' : 'current',
    client: { client_id: row.client_id, name: row.client_name, status: row.client_status },
    created_at: new Date(row.created_at).toISOString(),
    created_by: row.created_by,
    expires_at: iso(row.expires_at),
    due_at: due === null ? null : new Date(due).toISOString(),
    exposed_at: iso(row.exposed_at),
    exposed_in: row.exposed_in,
    last_use:
      row.last_used_at === null || row.last_address === null
        ? null
        : { at: new Date(row.last_used_at).toISOString(), address: row.last_address },
    rotating: row.newer || row.older,
  };
}
