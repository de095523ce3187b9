import * as oauth from 'oauth4webapi';
import type { SsoCheck } from '../contract/sso';
import { describeFault, refusalOf } from './faults';
import { clientAuthentication, type OpenIdProviders, type ProviderMetadata, requestsBy } from './provider';

interface Checked {
  issuer: string;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
}

const pass = (check: SsoCheck['check'], words: string): SsoCheck => ({ check, outcome: 'pass', words });
const fail = (check: SsoCheck['check'], words: string): SsoCheck => ({ check, outcome: 'fail', words });
const unknown = (check: SsoCheck['check'], words: string): SsoCheck => ({ check, outcome: 'unknown', words });

const READ = 'The provider’s discovery document was read.';

const isOtherIssuer = (fault: unknown): boolean =>
  (fault as { code?: string }).code === oauth.JSON_ATTRIBUTE_COMPARISON;

/** Looks at a provider as a sign-in would, as far as one gets without a person. In order; the first that fails may end it. */
export async function checkProvider(checked: Checked, providers: OpenIdProviders): Promise<SsoCheck[]> {
  let metadata: ProviderMetadata;
  try {
    metadata = await providers.discoverNow(checked.issuer);
  } catch (fault) {
    return isOtherIssuer(fault)
      ? [pass('discovery', READ), fail('issuer', 'It names another issuer: enter the one it names.')]
      : [fail('discovery', `The provider’s discovery document. ${describeFault(fault).words}`)];
  }
  const checks = [pass('discovery', READ), pass('issuer', 'It names the issuer that you entered.')];
  const endpoints = [metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri];
  const usable = endpoints.every((address) => isUsable(address, providers.plainHttp));
  checks.push(
    usable
      ? pass('endpoints', 'It has the three endpoints that are needed.')
      : fail('endpoints', 'An authorization, token or key endpoint is missing, or is not an https address.'),
    metadata.id_token_signing_alg_values_supported?.length
      ? pass(
          'algorithms',
          `It signs ID tokens with ${metadata.id_token_signing_alg_values_supported.join(', ')}.`,
        )
      : fail(
          'algorithms',
          'It signs ID tokens with no algorithm that is accepted here, such as RS256 or ES256.',
        ),
    pkce(metadata),
  );
  if (!usable) return checks;
  const [read, accepted] = await Promise.all([
    keys(metadata, providers),
    credentials(metadata, checked, providers),
  ]);
  return [...checks, read, accepted];
}

export const isUsable = (address: unknown, insecure: boolean): address is string =>
  typeof address === 'string' &&
  URL.canParse(address) &&
  (new URL(address).protocol === 'https:' || (insecure && new URL(address).protocol === 'http:'));

function pkce({ code_challenge_methods_supported: methods }: ProviderMetadata): SsoCheck {
  if (!methods) return unknown('pkce', 'It does not say whether it supports PKCE; it is sent all the same.');
  return methods.includes('S256')
    ? pass('pkce', 'It supports PKCE with S256.')
    : unknown('pkce', 'It supports no PKCE with S256; it is sent all the same.');
}

async function keys(metadata: ProviderMetadata, providers: OpenIdProviders): Promise<SsoCheck> {
  try {
    const answer = await providers.fetch(String(metadata.jwks_uri), {
      headers: { accept: 'application/jwk-set+json, application/json' },
    });
    const set: { keys?: unknown } = answer.status === 200 ? Object(await answer.json()) : {};
    return Array.isArray(set.keys) && set.keys.length > 0
      ? pass('keys', 'Its public keys were read.')
      : fail('keys', 'Its key endpoint answered without keys.');
  } catch (fault) {
    return fail('keys', `Its public keys. ${describeFault(fault).words}`);
  }
}

/** A code that nobody was given: whoever refuses the code has accepted the client (RFC 6749 §5.2). */
async function credentials(
  metadata: ProviderMetadata,
  { clientId, clientSecret, redirectUri }: Checked,
  providers: OpenIdProviders,
): Promise<SsoCheck> {
  const client = { client_id: clientId };
  try {
    const parameters = oauth.validateAuthResponse(
      metadata,
      client,
      new URLSearchParams({ code: 'gooclaim-check', iss: metadata.issuer }),
    );
    const authentication = clientAuthentication(metadata, clientSecret);
    const answer = await oauth.authorizationCodeGrantRequest(
      metadata,
      client,
      authentication,
      parameters,
      redirectUri,
      oauth.generateRandomCodeVerifier(),
      requestsBy(providers),
    );
    await oauth.processAuthorizationCodeResponse(metadata, client, answer);
  } catch (fault) {
    const refusal = refusalOf(fault);
    if (refusal === 'invalid_grant') return pass('credentials', 'It accepts the client ID and the secret.');
    if (refusal === 'invalid_client' || refusal === 'unauthorized_client')
      return fail('credentials', 'It refuses the client ID or the secret.');
    return unknown(
      'credentials',
      `Whether it accepts the secret shows at a sign-in. ${describeFault(fault).words}`,
    );
  }
  return unknown('credentials', 'It answered a code that nobody was given: look at the provider.');
}
