import { OAuthError } from '../../oauth/errors';
import { Parameters } from '../../oauth/parameters';
import { readText } from '../body';
import { forApps, mayBeApp } from '../cors';
import type { Endpoint, WireAnswer, WireRequest } from '../endpoint';
import { answerOAuth, oauthRequest, refuseQuery, requirePost } from '../oauth-endpoint';
import type { HttpServices } from '../services';
import { admitMcpCaller } from './admission';
import { readMessage } from './message';

const METADATA = '/.well-known/oauth-protected-resource/mcp';

/**
 * POST /mcp: the Model Context Protocol over streamable HTTP, without sessions. Each request stands for itself, so that any
 * process may answer it, and there is nothing to be listened to: GET and DELETE are 405.
 */
const answerMcp: Endpoint = async (request, peer, services) =>
  withMetadata(
    await answerOAuth(request, peer, 'mcp', services, async (origin, answer) => {
      // Before anything else: a secret in the URL has leaked, whatever is wrong with the rest.
      await refuseQuery(request, origin, services);
      requirePost(request);
      await refuseStrangePages(request, services);
      if (!/^application\/json\s*(;|$)/i.test(request.header('content-type') ?? ''))
        throw new OAuthError(415, 'invalid_request', 'Send application/json.');
      const text = await readText(request);
      const asked = oauthRequest(request, Parameters.fromPairs([]), origin, answer, services);
      const caller = await services.gate.pass(() => admitMcpCaller(asked, services));
      const message = readMessage(text);
      if ('refusal' in message) return { status: 400, body: message.refusal };
      // Most processes are never asked; those that are load it once.
      const { serve } = await import('./serve');
      return services.gate.pass(() => serve(message.json, ownHeaders(request), { caller, origin, services }));
    }),
    services,
  );

/** What the protocol says of a message beside it. */
const HEADERS = ['MCP-Protocol-Version', 'Mcp-Method', 'Mcp-Name'];

const ownHeaders = (request: WireRequest): [string, string][] =>
  HEADERS.flatMap((name): [string, string][] => {
    const value = request.header(name.toLowerCase());
    return value === null ? [] : [[name, value]];
  });

export const mcpEndpoint = forApps(
  answerMcp,
  'POST',
  ['Authorization', 'Content-Type', 'DPoP', ...HEADERS].join(', '),
);

/**
 * A page in somebody's browser that rebinds its name to this machine's address calls with its own origin. Pages of this
 * service's own and of registered apps may call; programs send no origin.
 *
 * @throws OAuthError 403 forbidden
 */
async function refuseStrangePages(request: WireRequest, services: HttpServices): Promise<void> {
  const origin = request.header('origin');
  if (origin === null || origin === new URL(services.issuer).origin) return;
  if (URL.canParse(origin) && services.isOwnHost(new URL(origin).host)) return;
  if (mayBeApp(origin) && (await services.gate.pass(() => services.apps.isAppOrigin(origin)))) return;
  throw new OAuthError(403, 'forbidden', 'No app of this origin is registered: pages of it may not call.');
}

/** Where a client that is refused finds out how to get a token (RFC 9728 §5.1). */
function withMetadata(answer: WireAnswer, { issuer }: HttpServices): WireAnswer {
  const challenge = answer.headers['WWW-Authenticate'];
  if (challenge === undefined) return answer;
  const told = challenge.replaceAll(
    'realm="gooclaim"',
    `realm="gooclaim", resource_metadata="${issuer}${METADATA}"`,
  );
  return { ...answer, headers: { ...answer.headers, 'WWW-Authenticate': told } };
}
