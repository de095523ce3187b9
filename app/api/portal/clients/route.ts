import { createClient, readClients } from '@/lib/admin/clients';
import { createClientSchema } from '@/lib/contract/portal';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../portal-route';

export const GET = portalRoute(async ({ principal, services }) => ({
  clients: await readClients(principal, services),
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
