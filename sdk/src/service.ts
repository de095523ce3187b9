import type { Authentication, Presented } from './authentication.js';
import type { DPoP } from './dpop.js';
import { type OAuthError, UnavailableError } from './errors.js';
import { type Answer, ask, refusalOf, type TransportOptions } from './http.js';
import type { NewSecret } from './secret-rotation.js';
import type { Granted } from './token-cache.js';

/** The endpoints a client calls with its own credentials. */
export interface Service {
  /** `POST /v1/auth/token` (RFC 6749 §4.4). */
  requestToken(): Promise<Granted>;
  /** `POST /v1/auth/clients/self/secret`. */
  requestSecret(): Promise<NewSecret>;
}

/** What a service is reached with. */
export interface ServiceOptions {
  issuer: string;
  authentication: Authentication;
  /** Parameters of every token request. */
  parameters: Record<string, string>;
  dpop: DPoP | undefined;
  transport: TransportOptions;
  now: () => number;
}

/** b64token (RFC 6750 §2.1): nothing else may become part of a header. */
const TOKEN = /^[\w\-.~+/]+=*$/;

/** The service, as one client sees it. */
export function createService(options: ServiceOptions): Service {
  const { issuer, authentication, parameters, dpop, transport, now } = options;

  const send = async (path: string, presented: Presented, body: Record<string, string>, bind: boolean) => {
    const url = `${issuer}${path}`;
    const headers: Record<string, string> = {
      Accept: 'application/json',
      'Content-Type': 'application/x-www-form-urlencoded',
      ...presented.headers,
    };
    if (bind && dpop) headers.DPoP = await dpop.proof({ method: 'POST', url });
    const form = new URLSearchParams({ ...body, ...presented.parameters }).toString();
    const answer = await ask(url, { method: 'POST', headers, body: form }, transport);
    dpop?.learn(url, answer.headers);
    return answer;
  };

  /** Tries the client's credentials in turn. */
  async function post(
    path: string,
    body: Record<string, string>,
    bind: boolean,
  ): Promise<[Answer, Presented]> {
    let refusal: OAuthError | UnavailableError | undefined;
    for await (const credential of authentication()) {
      let presented = await credential.present();
      let answer = await send(path, presented, body, bind);
      // RFC 9449 §8: once, with the nonce it came with.
      if (bind && dpop && answer.status === 400 && answer.body?.error === 'use_dpop_nonce') {
        presented = await credential.present();
        answer = await send(path, presented, body, bind);
      }
      if (answer.status < 300) {
        credential.accepted?.();
        return [answer, presented];
      }
      refusal = refusalOf(answer, presented.secrets, now());
      if (refusal.error !== 'invalid_client') throw refusal;
    }
    throw refusal ?? new TypeError('The client has no credential.');
  }

  return {
    async requestToken() {
      const [answer] = await post(
        '/v1/auth/token',
        { grant_type: 'client_credentials', ...parameters },
        true,
      );
      return granted(answer, dpop !== undefined);
    },
    async requestSecret() {
      const [{ body, status }, { secrets }] = await post('/v1/auth/clients/self/secret', {}, false);
      const secret = body?.client_secret;
      if (typeof secret !== 'string' || !secret)
        throw new UnavailableError('The answer holds no new secret.', status);
      return { client_secret: secret, used: secrets[0] ?? '' };
    },
  };
}

/** @throws UnavailableError for an answer that is none of RFC 6749 §5.1, or not as it was asked for */
function granted({ status, body }: Answer, bound: boolean): Granted {
  const { access_token, token_type, expires_in, scope } = body ?? {};
  const type = bound ? 'DPoP' : 'Bearer';
  if (
    typeof access_token !== 'string' ||
    !TOKEN.test(access_token) ||
    typeof expires_in !== 'number' ||
    !(expires_in > 0) ||
    // A token that is not bound, although that was asked for, is one that a thief can use (RFC 9449 §5).
    String(token_type).toLowerCase() !== type.toLowerCase()
  )
    throw new UnavailableError(`The answer holds no ${type} token.`, status);
  return { access_token, token_type: type, expires_in, scope: typeof scope === 'string' ? scope : '' };
}
