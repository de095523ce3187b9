import type { AppView } from '@/lib/contract/apps';

type Known = Pick<AppView, 'id' | 'redirect_uris' | 'post_logout_redirect_uris'>;

/** What any OpenID Connect library asks for. */
export const environmentText = (app: Known, issuer: string): string =>
  [
    `OIDC_ISSUER=${issuer}`,
    `OIDC_CLIENT_ID=${app.id}`,
    `OIDC_REDIRECT_URI=${app.redirect_uris[0] ?? ''}`,
    ...(app.post_logout_redirect_uris[0] === undefined
      ? []
      : [`OIDC_POST_LOGOUT_REDIRECT_URI=${app.post_logout_redirect_uris[0]}`]),
  ].join('\n');

/** Signing in with openid-client 6. A library for plain http is told so: on one's own machine only. */
export function openidClientText(issuer: string): string {
  const insecure = issuer.startsWith('http:');
  return `import * as client from 'openid-client';

const config = await client.discovery(
  new URL(process.env.OIDC_ISSUER),
  process.env.OIDC_CLIENT_ID,
  undefined,
  client.None(),${insecure ? '\n  { execute: [client.allowInsecureRequests] },' : ''}
);

// Send the person to \`url\`; keep \`verifier\`, \`state\` and \`nonce\` in their session.
const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const nonce = client.randomNonce();
const url = client.buildAuthorizationUrl(config, {
  redirect_uri: process.env.OIDC_REDIRECT_URI,
  scope: 'openid profile email offline_access',
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  state,
  nonce,
});

// When they are back at the redirect URI, with its whole address as \`here\`:
const tokens = await client.authorizationCodeGrant(config, here, {
  pkceCodeVerifier: verifier,
  expectedState: state,
  expectedNonce: nonce,
});

// Before 15 minutes are over; keep the new refresh token, the old one is used up.
const fresh = await client.refreshTokenGrant(config, tokens.refresh_token);`;
}
