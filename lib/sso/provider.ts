import * as oauth from 'oauth4webapi';
import type { Clock } from '../clock';
import { guardedFetch, type OutboundOptions } from '../keys/outbound';

/** How long what a provider says of itself is taken as it is, in milliseconds. */
const FRESH_MS = 10 * 60_000;
/** Providers kept in memory; there is one a tenant at most. */
const MOST_KEPT = 500;
/** Never `none`, and nothing that is signed with the client secret. */
const ALGORITHMS: readonly string[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** Clocks of two hosts may differ by that many seconds. */
export const TOLERANCE_SECONDS = 30;

export type ProviderMetadata = oauth.AuthorizationServer;

/** The way to tenants' OpenID providers, within bounds. */
export interface OpenIdProviders {
  /** What a provider says of itself (OpenID Connect Discovery §4), ten minutes old at most. @throws for every other outcome */
  discover(issuer: string): Promise<ProviderMetadata>;
  /** The same, asked now. */
  discoverNow(issuer: string): Promise<ProviderMetadata>;
  /** Whether providers may be reached by plain http. */
  readonly plainHttp: boolean;
  readonly fetch: ReturnType<typeof guardedFetch>;
}

/**
 * How oauth4webapi is to send. Made where it is used: its keys are symbols, and the server and Next load that package
 * twice.
 */
export const requestsBy = ({ fetch, plainHttp }: Pick<OpenIdProviders, 'fetch' | 'plainHttp'>) => ({
  [oauth.customFetch]: fetch,
  [oauth.allowInsecureRequests]: plainHttp,
});

export function createOpenIdProviders(outbound: OutboundOptions, clock: Clock): OpenIdProviders {
  const known = new Map<string, { metadata: ProviderMetadata; at: number }>();
  /** One look at a provider at a time: whoever starts sign-ins must not aim us at it. */
  const asked = new Map<string, Promise<ProviderMetadata>>();
  const way = { fetch: guardedFetch(outbound), plainHttp: outbound.http };

  async function discoverNow(issuer: string): Promise<ProviderMetadata> {
    const address = new URL(issuer);
    const answer = await oauth.discoveryRequest(address, { algorithm: 'oidc', ...requestsBy(way) });
    const metadata = await oauth.processDiscoveryResponse(address, answer);
    known.delete(issuer);
    const [oldest] = known.keys();
    if (known.size >= MOST_KEPT && oldest !== undefined) known.delete(oldest);
    const trusted = withTrustedAlgorithms(metadata);
    known.set(issuer, { metadata: trusted, at: clock() });
    return trusted;
  }

  return {
    ...way,
    discoverNow,
    async discover(issuer) {
      const kept = known.get(issuer);
      // Either way round: a clock that was set back must not keep an old answer.
      if (kept && Math.abs(clock() - kept.at) < FRESH_MS) return kept.metadata;
      const answer = asked.get(issuer) ?? discoverNow(issuer).finally(() => asked.delete(issuer));
      asked.set(issuer, answer);
      return answer;
    },
  };
}

/** What a provider offers beside these is not taken from it, whatever it says. */
const withTrustedAlgorithms = (metadata: ProviderMetadata): ProviderMetadata => ({
  ...metadata,
  id_token_signing_alg_values_supported: (metadata.id_token_signing_alg_values_supported ?? ['RS256']).filter(
    (alg) => ALGORITHMS.includes(alg),
  ),
});

/** How a client shows its secret to this provider; Basic unless it says that it takes only the other (RFC 8414 §2). */
export function clientAuthentication(metadata: ProviderMetadata, secret: string): oauth.ClientAuth {
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return methods.includes('client_secret_basic') || !methods.includes('client_secret_post')
    ? oauth.ClientSecretBasic(secret)
    : oauth.ClientSecretPost(secret);
}
