import type { NextAuthOptions } from 'next-auth';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import type { Claims } from '../sso/exchange';
import type { LiveConnection } from '../store/sso-connections';

interface Way {
  connection: LiveConnection;
  /** The provider's authorization endpoint. */
  endpoint: string;
  /** Of the authorization request. */
  parameters?: Record<string, string>;
}

/** What the browser was sent away with, out of next-auth's cookies. */
export interface Expected {
  state: string;
  nonce: string;
  codeVerifier: string;
}

export interface Arrival {
  /** Exchanges the code. Whatever it throws ends the sign-in. */
  redeem(expected: Expected): Promise<Claims>;
  /** @returns whether there is a session now */
  conclude(claims: Claims): Promise<boolean>;
  /** The session's cookie value. */
  sessionId(): string | undefined;
}

const nobody: Arrival = {
  redeem: () => Promise.reject(new Error('Nobody has come back yet.')),
  conclude: async () => false,
  sessionId: () => undefined,
};

/**
 * next-auth's options for one connection. It makes and checks `state`, PKCE and nonce and keeps them in cookies; the
 * exchange and the ID token are ours: its own client would take any issuer's discovery document, any host and any size.
 */
export function ssoOptions(
  options: NextAuthOptions,
  { connection, endpoint, parameters = {} }: Way,
  arrival: Arrival = nobody,
): NextAuthOptions {
  let claims: Claims | undefined;
  const provider: OAuthConfig<Claims> = {
    id: connection.id,
    name: 'Single sign-on',
    type: 'oauth',
    idToken: true,
    checks: ['state', 'pkce', 'nonce'],
    issuer: connection.issuer,
    clientId: connection.clientId,
    authorization: { url: endpoint, params: { scope: connection.scopes.join(' '), ...parameters } },
    token: {
      async request({ checks }) {
        // Its type forgets the nonce.
        const { state, nonce, code_verifier } = checks as typeof checks & { nonce?: string };
        if (!state || !nonce || !code_verifier) throw new Error('A cookie of the way there is missing.');
        claims = await arrival.redeem({ state, nonce, codeVerifier: code_verifier });
        // No token is kept: nothing is done at the provider in the person's name.
        return { tokens: {} };
      },
    },
    userinfo: {
      async request() {
        return claims ?? { sub: '' };
      },
    },
    profile: ({ sub }) => ({ id: sub }),
  };
  return {
    ...options,
    providers: [provider],
    callbacks: {
      ...options.callbacks,
      signIn: async () => claims !== undefined && arrival.conclude(claims),
      jwt: ({ token }) => ({ ...token, sessionId: arrival.sessionId() }),
    },
  };
}
