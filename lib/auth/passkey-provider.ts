import CredentialsProvider from 'next-auth/providers/credentials';
import { assertionSchema } from '../contract/factors';
import { isOutage } from '../faults';
import { originOf, type Peer } from '../http/peer';
import { newId } from '../ids';
import { signInWithPasskey } from './passkey-sign-in';
import type { PasskeyServices } from './passkeys';
import type { SignInServices } from './sign-in';

interface Services extends PasskeyServices, SignInServices {
  log: { error(fields: object, message: string): void };
}

/** A JSON text, since next-auth's credentials are texts. */
function readAssertion(text: unknown) {
  if (typeof text !== 'string') return undefined;
  try {
    return assertionSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Signing in with a passkey alone, at `callback/passkey`. */
export const passkeyProvider = (services: Services, peer: Peer) =>
  CredentialsProvider({
    id: 'passkey',
    name: 'Passkey',
    credentials: { assertion: { type: 'text' } },
    async authorize(credentials, request) {
      const headers = new Headers(request.headers as Record<string, string>);
      const origin = originOf({ headers }, newId('req'), peer);
      const assertion = readAssertion(credentials?.assertion);
      if (!assertion) return null;
      let result: Awaited<ReturnType<typeof signInWithPasskey>>;
      try {
        result = await signInWithPasskey(assertion, origin, services);
      } catch (cause) {
        services.log.error({ err: cause, request_id: origin.requestId }, 'sign-in failed');
        throw new Error(isOutage(cause) ? 'temporarily_unavailable' : 'server_error');
      }
      if (result.ok) return { id: result.userId, email: result.email, sessionId: result.sessionId };
      if (result.failure === 'rate_limited') throw new Error('rate_limited');
      return null;
    },
  });
