import { issuePersonToken } from '@/lib/auth/person-token';
import { portalRoute } from '../../portal-route';

export const POST = portalRoute(
  async ({ session, principal, services }) => issuePersonToken(session, principal, services),
  { success: 201 },
);
