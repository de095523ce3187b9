import { flagSecretsInUrl } from '../oauth/exposure';
import { issueOpencrvsToken } from '../oauth/opencrvs';
import { Parameters } from '../oauth/parameters';
import { readParameters } from './body';
import type { Endpoint } from './endpoint';
import { answerOAuth, oauthRequest, requirePost } from './oauth-endpoint';

/**
 * POST /token: the token endpoint in the words of OpenCRVS, credentials in the query included. Query strings are logged
 * nowhere. A parameter in the body wins over the same one in the query; within either, two values are an error.
 */
export const opencrvsTokenEndpoint: Endpoint = (request, peer, services) =>
  answerOAuth(request, peer, 'token', services, async (origin, answer) => {
    const searchParams = new URLSearchParams(request.query);
    // Before anything else, as everywhere; but for the clients of this profile it is where secrets belong.
    if (searchParams.size > 0)
      await services.gate.pass(() => flagSecretsInUrl(request, origin, services, 'opencrvs'));
    requirePost(request);
    const query = Parameters.fromPairs(searchParams);
    const body = await readParameters(request);
    const asked = oauthRequest(request, body.over(query), origin, answer, services);
    return { status: 200, body: await services.gate.pass(() => issueOpencrvsToken(asked, services)) };
  });
