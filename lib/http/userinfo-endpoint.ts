import { OAuthError } from '../oauth/errors';
import { Parameters } from '../oauth/parameters';
import { userinfo } from '../oauth/userinfo';
import type { Endpoint } from './endpoint';
import { answerOAuth, oauthRequest, refuseQuery } from './oauth-endpoint';

/** The token is in the Authorization header only. */
export const readUserinfo: Endpoint = (request, peer, services) =>
  answerOAuth(request, peer, 'userinfo', services, async (origin, answer) => {
    await refuseQuery(request, origin, services);
    if (!['GET', 'HEAD', 'POST'].includes(request.method))
      throw new OAuthError(405, 'invalid_request', 'Use GET or POST.', { Allow: 'GET, HEAD, POST' });
    const asked = oauthRequest(request, Parameters.fromPairs([]), origin, answer, services);
    return { status: 200, body: await services.gate.pass(() => userinfo(asked, services)) };
  });
