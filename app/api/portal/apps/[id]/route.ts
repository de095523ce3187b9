import { readApp, readApps, removeApp, updateApp } from '@/lib/admin/apps';
import { updateAppSchema } from '@/lib/contract/apps';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../portal-route';

export const GET = portalRoute<{ id: string }>(async ({ principal, params, services }) => ({
  app: await readApp(principal, params.id, services),
  now: isoNow(services),
}));

export const PATCH = portalRoute<{ id: string }>(async ({ principal, params, request, services }) => ({
  app: await updateApp(principal, params.id, await readBody(request, updateAppSchema), services),
  now: isoNow(services),
}));

export const DELETE = portalRoute<{ id: string }>(async ({ principal, params, services }) => {
  await removeApp(principal, params.id, services);
  return { apps: await readApps(principal, services), now: isoNow(services) };
});
