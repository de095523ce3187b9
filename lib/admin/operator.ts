import { newId } from '../ids';
import { findTenantOfClient } from '../store/clients';
import { findTenantRow } from '../store/tenants';
import type { Operator } from './principal';
import { notFound } from './refusal';
import type { AdminServices } from './services';

/** On the machine itself, not over the network. */
const operator = (tenantId: string): Operator => ({
  command: 'command line',
  tenantId,
  origin: { requestId: newId('req'), address: 'local', userAgent: '' },
});

/** Whoever runs the installation, at work on one tenant. @throws Refusal 404 */
export async function operatorOf(tenantId: string, { db }: Pick<AdminServices, 'db'>): Promise<Operator> {
  if (!(await findTenantRow(db, tenantId))) throw notFound('tenant');
  return operator(tenantId);
}

/** The same on the tenant of a client. @throws Refusal 404 */
export async function operatorFor(clientId: string, { db }: Pick<AdminServices, 'db'>): Promise<Operator> {
  const tenantId = await findTenantOfClient(db, clientId);
  if (tenantId === undefined) throw notFound('client');
  return operator(tenantId);
}
