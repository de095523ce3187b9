import { listFactors, removePasskey, renamePasskey } from '@/lib/auth/own-factors';
import { renamePasskeySchema } from '@/lib/contract/factors';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../../portal-route';

export const PATCH = portalRoute<{ id: string }>(
  async ({ principal, session, params, request, services }) => {
    const { name } = await readBody(request, renamePasskeySchema);
    await renamePasskey(principal, params.id, name, services);
    return { factors: await listFactors(session, services), now: isoNow(services) };
  },
);

export const DELETE = portalRoute<{ id: string }>(async ({ params, services, ...who }) => {
  await removePasskey(who, params.id, services);
  return { factors: await listFactors(who.session, services), now: isoNow(services) };
});
