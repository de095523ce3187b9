import type { DomainResult, DomainView } from '../contract/sso';
import { isTaken } from '../faults';
import { newId, randomBase62 } from '../ids';
import { proofRecord } from '../sso/domain-proof';
import type { SsoServices } from '../sso/services';
import { insertAuditEvent } from '../store/audit';
import {
  countDomains,
  type DomainRow,
  deleteDomain,
  findDomain,
  insertDomain,
  markVerified,
} from '../store/domains';
import { lockTenantRow } from '../store/tenants';
import { changeEvent, type Principal, permit } from './principal';
import { atField, notFound } from './refusal';
import type { AdminServices } from './services';
import { takeSsoCheck } from './sso-limit';

const MOST_DOMAINS = 50;

export const domainView = (row: DomainRow): DomainView => ({
  id: row.id,
  domain: row.domain,
  record: proofRecord(row.domain, row.token),
  created_at: row.createdAt.toISOString(),
  verified_at: row.verifiedAt?.toISOString() ?? null,
});

const atDomain = (words: string) => atField('domain', words);

/** Says that a domain is the tenant's. It counts for nothing until it is proven. @throws Refusal 400, 403 */
export async function addDomain(
  principal: Principal,
  domain: string,
  services: AdminServices,
): Promise<DomainView> {
  permit(principal, 'sso:edit');
  const now = new Date(services.clock());
  const row: DomainRow = {
    id: newId('dom'),
    tenantId: principal.tenantId,
    domain,
    token: randomBase62(),
    createdAt: now,
    verifiedAt: null,
  };
  try {
    await services.db.transaction(async (tx) => {
      await lockTenantRow(tx, principal.tenantId);
      if ((await countDomains(tx, principal.tenantId)) >= MOST_DOMAINS)
        throw atDomain(`At most ${MOST_DOMAINS} domains`);
      await insertDomain(tx, row);
      await insertAuditEvent(tx, changeEvent(principal, now, 'sso.domain_added', row.id, { domain }));
    });
  } catch (cause) {
    if (isTaken(cause)) throw atDomain('This domain is in the list already');
    throw cause;
  }
  return domainView(row);
}

/**
 * Looks for the proof now. A domain that was proven stays so, whatever is found.
 *
 * @returns `taken` where another tenant has proven it: told only to whoever could write the record too
 * @throws Refusal 403, 404, 429
 */
export async function checkDomain(
  principal: Principal,
  id: string,
  services: AdminServices & SsoServices,
): Promise<{ domain: DomainView; result: DomainResult }> {
  permit(principal, 'sso:edit');
  const row = await findDomain(services.db, principal.tenantId, id);
  if (!row) throw notFound('domain');
  await takeSsoCheck(principal, services);
  const proof = await services.prover(row.domain, row.token);
  if (proof !== 'verified' || row.verifiedAt) return { domain: domainView(row), result: proof };
  const now = new Date(services.clock());
  try {
    await services.db.transaction(async (tx) => {
      await markVerified(tx, id, now);
      await insertAuditEvent(
        tx,
        changeEvent(principal, now, 'sso.domain_verified', id, { domain: row.domain }),
      );
    });
  } catch (cause) {
    if (isTaken(cause)) return { domain: domainView(row), result: 'taken' };
    throw cause;
  }
  return { domain: domainView({ ...row, verifiedAt: now }), result: 'verified' };
}

/** Gives a domain up: nobody is joined or linked by its addresses any more. @throws Refusal 403, 404 */
export async function removeDomain(
  principal: Principal,
  id: string,
  services: AdminServices,
): Promise<DomainView> {
  permit(principal, 'sso:edit');
  return services.db.transaction(async (tx) => {
    await lockTenantRow(tx, principal.tenantId);
    const row = await findDomain(tx, principal.tenantId, id);
    if (!row) throw notFound('domain');
    await deleteDomain(tx, id);
    const now = new Date(services.clock());
    await insertAuditEvent(
      tx,
      changeEvent(principal, now, 'sso.domain_removed', id, {
        domain: row.domain,
        verified: row.verifiedAt !== null,
      }),
    );
    return domainView(row);
  });
}
