/** What each claim and header member says, in the words of whoever holds the token. */
const MEANINGS = new Map([
  ['alg', 'How it is signed. Always RS256 here'],
  ['typ', 'What it is: a signed token'],
  ['kid', 'Which published key signed it'],
  ['iss', 'Who issued it'],
  ['sub', 'Whom it stands for'],
  ['aud', 'Which API it is meant for'],
  ['tenant_id', 'Which tenant it belongs to'],
  ['scope', 'What it allows'],
  ['iat', 'When it was issued'],
  ['nbf', 'From when it is valid'],
  ['exp', 'When it ends'],
  ['jti', 'Its own id, as in the audit log'],
  ['client_id', 'Which client or app asked for it'],
  ['token_use', 'Held by a machine or a person'],
  ['cred', 'Which secret or key it was issued for'],
  ['cnf', 'Which key each call must prove (DPoP)'],
  ['sid', 'Which sign-in session it was issued for'],
  ['auth_time', 'When the person signed in'],
  ['amr', 'How they proved who they are'],
  ['nonce', 'The app’s own word for that sign-in'],
  ['active', 'What introspection says of it'],
  ['token_type', 'How it is sent'],
]);

const TIMES = new Set(['iat', 'nbf', 'exp', 'auth_time']);

export const meaningOf = (claim: string): string | undefined => MEANINGS.get(claim);

/** Milliseconds since the epoch, for a claim that is a time and can be shown as one (RFC 7519 §2, NumericDate). */
export function timeOf(claim: string, value: unknown): number | undefined {
  if (!TIMES.has(claim) || typeof value !== 'number') return undefined;
  const milliseconds = value * 1000;
  return Number.isNaN(new Date(milliseconds).getTime()) ? undefined : milliseconds;
}
