import { readClientPage } from '@/lib/admin/client-list';
import { createClient } from '@/lib/admin/clients';
import { clientQuerySchema } from '@/lib/contract/client-list';
import { createClientSchema } from '@/lib/contract/portal';
import { readBody, readQuery } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ principal, request, services }) => ({
  ...(await readClientPage(principal, readQuery(request, clientQuerySchema), services)),
  now: isoNow(services),
}));

export const POST = portalRoute(
  async ({ principal, request, services }) => {
    const wanted = await readBody(request, createClientSchema);
    const { client, secretId, clientSecret } = await createClient(principal, wanted, services);
    return { client, secret_id: secretId, client_secret: clientSecret, now: isoNow(services) };
  },
  { success: 201 },
);
