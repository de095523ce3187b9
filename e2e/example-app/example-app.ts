import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as client from 'openid-client';

/**
 * A web app as somebody else would write it: a page, a session of its own in a cookie, and `openid-client` for the rest.
 * It knows an issuer and a client id, and has no secret.
 */
export interface ExampleApp {
  origin: string;
  redirectUri: string;
  afterLogout: string;
  /** Once it is registered: the two things it has to be told. */
  connect(issuer: string, clientId: string): Promise<void>;
  /** From now on the same issuer is found at another origin: another process of it, whose clock is ahead. */
  reachIssuerAt(origin: string): void;
  close(): Promise<void>;
}

interface Begun {
  verifier: string;
  state: string;
  nonce: string;
}

interface SignedIn {
  claims: client.IDToken;
  accessToken: string;
  refreshToken: string;
  idToken: string;
  refreshes: number;
}

interface Visit {
  begun?: Begun;
  person?: SignedIn;
}

export async function startExampleApp(): Promise<ExampleApp> {
  const visits = new Map<string, Visit>();
  let config: client.Configuration | undefined;
  const server = createServer((request, response) => {
    answer(request, response).catch((fault: unknown) =>
      page(response, 502, 'It did not work', fault instanceof Error ? fault.message : 'unknown'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const redirectUri = `${origin}/callback`;
  const afterLogout = `${origin}/bye`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!config) throw new Error('not connected yet');
    const here = new URL(request.url ?? '/', origin);
    const visit = visitOf(request, response);
    switch (here.pathname) {
      case '/login': {
        const verifier = client.randomPKCECodeVerifier();
        visit.begun = { verifier, state: client.randomState(), nonce: client.randomNonce() };
        const { state, nonce } = visit.begun;
        const to = client.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: 'openid profile email offline_access',
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          state,
          nonce,
        });
        return redirect(response, to.href);
      }
      case '/callback': {
        if (!visit.begun) throw new Error('nobody began to sign in here');
        const { verifier, state, nonce } = visit.begun;
        delete visit.begun;
        const tokens = await client.authorizationCodeGrant(config, here, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims) throw new Error('no ID token');
        visit.person = { claims, ...kept(tokens), refreshes: 0 };
        return redirect(response, '/');
      }
      case '/refresh': {
        if (!visit.person) return redirect(response, '/');
        const tokens = await client.refreshTokenGrant(config, visit.person.refreshToken);
        visit.person = { ...visit.person, ...kept(tokens), refreshes: visit.person.refreshes + 1 };
        return redirect(response, '/');
      }
      case '/logout': {
        const hint = visit.person?.idToken;
        delete visit.person;
        const to = client.buildEndSessionUrl(config, {
          post_logout_redirect_uri: afterLogout,
          ...(hint ? { id_token_hint: hint } : {}),
        });
        return redirect(response, to.href);
      }
      case '/bye':
        return page(response, 200, 'Good bye', 'You are signed out.');
      case '/': {
        if (!visit.person) return page(response, 200, 'Example app', '<a href="/login">Sign in</a>');
        const { claims, accessToken, refreshes } = visit.person;
        const answered = await client
          .fetchUserInfo(config, accessToken, claims.sub)
          .catch((fault: { status?: number }) => ({ name: `refused with ${fault.status}` }));
        return page(
          response,
          200,
          `Hello ${answered.name}`,
          `Refreshed ${refreshes} times. <a href="/refresh">Refresh</a> <a href="/logout">Sign out</a>`,
        );
      }
      default:
        return page(response, 404, 'Not here', '');
    }
  }

  const kept = (tokens: client.TokenEndpointResponse) => ({
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token ?? '',
    idToken: tokens.id_token ?? '',
  });

  function visitOf(request: IncomingMessage, response: ServerResponse): Visit {
    const known = /(?:^|; )example=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
    const found = known === undefined ? undefined : visits.get(known);
    if (found) return found;
    const id = client.randomState();
    const visit: Visit = {};
    visits.set(id, visit);
    response.setHeader('Set-Cookie', `example=${id}; Path=/; HttpOnly; SameSite=Lax`);
    return visit;
  }

  return {
    origin,
    redirectUri,
    afterLogout,
    async connect(issuer, clientId) {
      config = await client.discovery(new URL(issuer), clientId, undefined, client.None(), {
        // Plain http, on one's own machine only.
        execute: [client.allowInsecureRequests],
      });
    },
    reachIssuerAt(elsewhere) {
      if (!config) throw new Error('not connected yet');
      config[client.customFetch] = (url, options) => {
        const { pathname, search } = new URL(url);
        return fetch(`${elsewhere}${pathname}${search}`, options as RequestInit);
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function redirect(response: ServerResponse, to: string): void {
  response.writeHead(303, { Location: to }).end();
}

function page(response: ServerResponse, status: number, title: string, body: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(
    `<!doctype html><html lang="en"><title>${title}</title><main><h1>${title}</h1><p>${body}</p></main></html>`,
  );
}
