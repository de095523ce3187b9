import { createApp, readApps } from '@/lib/admin/apps';
import { createAppSchema } from '@/lib/contract/apps';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ principal, services }) => ({
  apps: await readApps(principal, services),
  now: isoNow(services),
}));

export const POST = portalRoute(
  async ({ principal, request, services }) => ({
    app: await createApp(principal, await readBody(request, createAppSchema), services),
    now: isoNow(services),
  }),
  { success: 201 },
);
