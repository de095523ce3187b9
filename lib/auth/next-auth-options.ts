import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import type { Peer } from '../http/peer';
import { admitted } from './admitted';
import { sessionCookieName } from './cookie';
import { passkeyProvider } from './passkey-provider';
import type { PasskeyServices } from './passkeys';
import { endSession, readSession, SESSION_TOTAL_MS } from './sessions';
import { type SignInServices, signIn } from './sign-in';
import { ssoCookies } from './sso-cookies';

/** A body may be JSON: nothing says that these are texts, or of what length. */
const credentialsSchema = z.object({ email: z.string().max(254), password: z.string().max(128) });

export interface AuthServices extends SignInServices, PasskeyServices {
  sessionSecret: string;
  log: { error(fields: object, message: string): void; warn(fields: object, message: string): void };
}

/**
 * next-auth with database sessions for a password sign-in, which it has no adapter for: its "JWT" is replaced by the
 * opaque session id. Encoding writes the id into the cookie, decoding looks the row up, so a session that was ended
 * anywhere is ended here, and a client-side `update` finds nothing it could change.
 */
export function nextAuthOptions(services: AuthServices, peer: Peer): NextAuthOptions {
  const { db, clock, issuer, log } = services;
  const secure = issuer.startsWith('https:');
  return {
    secret: services.sessionSecret,
    useSecureCookies: secure,
    session: { strategy: 'jwt', maxAge: SESSION_TOTAL_MS / 1000 },
    pages: { signIn: '/login', error: '/login', signOut: '/login' },
    cookies: {
      sessionToken: {
        name: sessionCookieName(issuer),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      },
      ...ssoCookies(secure),
    },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(credentials, request) {
          const typed = credentialsSchema.safeParse(credentials);
          if (!typed.success) return null;
          const { email, password } = typed.data;
          return admitted(request.headers, peer, services, (origin) =>
            signIn(email, password, origin, services),
          );
        },
      }),
      passkeyProvider(services, peer),
    ],
    callbacks: {
      // The page itself decides where to go. next-auth would try to read any text as an address, and fail on some.
      redirect: ({ baseUrl }) => baseUrl,
      jwt({ token, user }) {
        if (user && 'sessionId' in user) token.sessionId = user.sessionId;
        return token;
      },
      session: ({ session, token }) => ({ ...session, expires: String(token.expiresAt) }),
    },
    jwt: {
      async encode({ token }) {
        return String(token?.sessionId ?? '');
      },
      async decode({ token }) {
        const session = token ? await readSession(db, token, clock()) : undefined;
        if (!session || !token) return null;
        return {
          sub: session.userId,
          email: session.email,
          sessionId: token,
          expiresAt: session.expiresAt.toISOString(),
        };
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sessionId === 'string') await endSession(db, token.sessionId);
      },
    },
    // next-auth's own logger prints whole error objects; ours keeps what names the fault.
    logger: {
      error: (code, metadata) => {
        // An ended session is no fault, nor is a sign-in that a provider ends: that has an audit row.
        if (code !== 'JWT_SESSION_ERROR' && code !== 'OAUTH_CALLBACK_ERROR')
          log.error({ code, err: metadata instanceof Error ? metadata : metadata.error }, 'next-auth');
      },
      warn: (code) => log.warn({ code }, 'next-auth'),
      debug: () => {},
    },
  };
}
