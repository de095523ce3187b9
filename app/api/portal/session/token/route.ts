import { Refusal } from '@/lib/admin/refusal';
import { issuePersonToken } from '@/lib/auth/person-token';
import { portalRoute } from '../../portal-route';

export const POST = portalRoute(
  async ({ session, principal, services }) => {
    if (services.settings.role === 'portal')
      throw new Refusal(
        404,
        'not_found',
        'This process signs nothing (ROLE=portal): this address belongs to a process with ROLE=api.',
      );
    return issuePersonToken(session, principal, services);
  },
  { success: 201 },
);
