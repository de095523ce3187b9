import { deleteClient, readClient, updateClient } from '@/lib/admin/clients';
import { updateClientSchema } from '@/lib/contract/portal';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../portal-route';

export const GET = portalRoute<{ id: string }>(async ({ principal, params, services }) => ({
  client: await readClient(principal, params.id, services),
  now: isoNow(services),
}));

export const PATCH = portalRoute<{ id: string }>(async ({ principal, params, request, services }) => ({
  client: await updateClient(principal, params.id, await readBody(request, updateClientSchema), services),
  now: isoNow(services),
}));

export const DELETE = portalRoute<{ id: string }>(async ({ principal, params, services }) => {
  await deleteClient(principal, params.id, services);
  return { now: isoNow(services) };
});
