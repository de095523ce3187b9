import { addDomain } from '@/lib/admin/domains';
import { addDomainSchema } from '@/lib/contract/sso';
import { readBody } from '@/lib/http/portal';
import { isoNow, portalRoute } from '../../portal-route';

export const POST = portalRoute(
  async ({ principal, request, services }) => {
    const { domain } = await readBody(request, addDomainSchema);
    return { domain: await addDomain(principal, domain, services), now: isoNow(services) };
  },
  { success: 201 },
);
