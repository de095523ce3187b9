import CredentialsProvider from 'next-auth/providers/credentials';
import { assertionSchema } from '../contract/factors';
import type { Peer } from '../http/peer';
import { admitted } from './admitted';
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
      const assertion = readAssertion(credentials?.assertion);
      if (!assertion) return null;
      return admitted(request.headers, peer, services, (origin) =>
        signInWithPasskey(assertion, origin, services),
      );
    },
  });
