/** How long a person may take at the provider, in seconds. */
export const ATTEMPT_SECONDS = 900;

/**
 * What binds an answer of a provider to the browser that was sent there: next-auth writes each of the three encrypted,
 * and takes it away with the answer. Lax, since the answer comes by a link from another site.
 */
export function ssoCookies(secure: boolean) {
  const cookie = (name: string) => ({
    name: `${secure ? '__Host-' : ''}gooclaim.sso-${name}`,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: ATTEMPT_SECONDS } as const,
  });
  return { state: cookie('state'), pkceCodeVerifier: cookie('verifier'), nonce: cookie('nonce') };
}
