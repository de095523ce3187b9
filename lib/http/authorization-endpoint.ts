import { authorize } from '../oauth/authorization';
import { browserEndpoint } from './browser-answer';
import type { BrowserSession } from './browser-session';
import type { Endpoint } from './endpoint';

/**
 * GET and POST /v1/auth/authorize (RFC 6749 §3.1, OpenID Connect Core 1.0 §3.1.2). Whoever is not signed in goes to the
 * sign-in page and comes back here.
 */
export const authorizationEndpoint = (sessions: BrowserSession): Endpoint =>
  browserEndpoint(async ({ request, query, parameters, origin }, services) => {
    const found = await sessions.visitor(request, services);
    const visitor = 'person' in found ? found.person : undefined;
    const answer = await authorize(query, parameters, visitor, origin, services);
    if ('redirect' in answer) return { location: answer.redirect };

    const hint = parameters.get('login_hint');
    const way = new URLSearchParams({
      callbackUrl: `${request.path}?${answer.signIn}`,
      ...(answer.again ? { reason: 'confirm' } : {}),
      ...(hint && hint.length <= 254 ? { login_hint: hint } : {}),
    });
    return { location: `${'first' in found ? found.first : '/login'}?${way}` };
  });
