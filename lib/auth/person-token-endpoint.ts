import { errorAnswer } from '../http/answer';
import type { Endpoint } from '../http/endpoint';
import { portalEndpoint } from '../http/portal';
import { bodiless, wireAnswer } from '../http/web-door';
import { newId } from '../ids';
import { requireSession } from './guard';
import { issuePersonToken } from './person-token';

export const PERSON_TOKEN_PATH = '/api/portal/session/token';

/** What the portal's guards look at. */
const HEADERS = ['cookie', 'host', 'origin', 'user-agent', 'x-forwarded-for'];

/** POST /api/portal/session/token where pages are served by others: of the portal's addresses the one that signs. */
export const personTokenEndpoint: Endpoint = async (request, peer, services) =>
  request.method === 'POST'
    ? wireAnswer(
        await portalEndpoint(
          bodiless(request, HEADERS),
          peer,
          services,
          (incoming, origin) => requireSession(incoming, origin, services, []),
          ({ session, principal }) => issuePersonToken(session, principal, services),
          201,
        ),
      )
    : errorAnswer(405, 'invalid_request', 'This endpoint takes POST.', newId('req'), { Allow: 'POST' });
