import { errorAnswer } from '../http/answer';
import type { Endpoint } from '../http/endpoint';
import { portalEndpoint } from '../http/portal';
import { newId } from '../ids';
import { requireSession } from './guard';
import { issuePersonToken } from './person-token';

export const PERSON_TOKEN_PATH = '/api/portal/session/token';

/** POST /api/portal/session/token where pages are served by others: of the portal's addresses the one that signs. */
export const personTokenEndpoint: Endpoint = async (request, peer, services) =>
  request.method === 'POST'
    ? portalEndpoint(
        request,
        peer,
        services,
        (incoming, origin) => requireSession(incoming, origin, services, []),
        ({ session, principal }) => issuePersonToken(session, principal, services),
        201,
      )
    : errorAnswer(405, 'invalid_request', 'This endpoint takes POST.', newId('req'), { Allow: 'POST' });
