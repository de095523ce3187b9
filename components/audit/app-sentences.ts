import { fieldNames, type Sentences } from './words';

/** Why an app's code or refresh token was refused; the caller was told the same of all. */
export const APP_REFUSALS: Record<string, string> = {
  code_unknown: 'the code is none of this app’s',
  code_expired: 'the code came later than a minute after sign-in',
  code_verifier_wrong: 'the code verifier does not belong to the code’s challenge',
  redirect_uri_differs: 'redirect_uri is not the one the sign-in began with',
  refresh_token_unknown: 'the refresh token is none of this app’s, or its session was ended',
  session_ended: 'the session is over, or the person signed out',
};

const FIELDS: Record<string, string> = {
  redirect_uris: 'redirect URIs',
  post_logout_redirect_uris: 'post-logout redirect URIs',
  mcp_access: 'the use of the MCP server',
};

export const APP_SENTENCES: Sentences<'apps'> = {
  'app.created': () => 'Registered the app',
  'app.updated': ({ detail }) => `Changed ${fieldNames(detail.after, FIELDS, 'the app')}`,
  'app.disabled': ({ detail }) => `Disabled the app${signedOut(detail.sessions)}`,
  'app.enabled': () => 'Enabled the app',
  'app.deleted': ({ detail: { name } }) =>
    typeof name === 'string' ? `Deleted the app ${name}` : 'Deleted the app',
  'app.signed_in': () => 'Signed in',
  'app.signed_out': () => 'Signed out',
  'app.sign_in_refused': () => 'Sign-in refused: the account is of another organisation',
  'app.replay_detected': ({ detail }) =>
    `${detail.reason === 'code_used' ? 'A code' : 'A refresh token'} came a second time: it may be stolen, and the session was ended`,
  'app.session_revoked': () => 'The app ended the session',
};

const signedOut = (sessions: unknown): string => {
  if (typeof sessions !== 'number' || sessions === 0) return '';
  return sessions === 1 ? ', which signed 1 person out' : `, which ended ${sessions} sessions`;
};
