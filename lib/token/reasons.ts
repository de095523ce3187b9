import type { CheckName, Reason } from './checks';

export interface CheckWords {
  name: string;
  /** What the check asks. */
  asks: string;
  /** The clause a reader may want to look up. */
  source?: { label: string; href: string };
}

const rfc = (number: number, section: string) => ({
  label: `RFC ${number} §${section}`,
  href: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
});

/** The checks as a reader knows them, in no order of their own: `CHECKS` has the order. */
export const CHECK_WORDS: Record<CheckName, CheckWords> = {
  shape: { name: 'Shape', asks: 'Three base64url parts holding JSON', source: rfc(7515, '7.1') },
  algorithm: { name: 'Algorithm', asks: 'Signed with RS256', source: rfc(8725, '3.1') },
  type: { name: 'Type', asks: 'Meant as an access token', source: rfc(8725, '3.11') },
  key: { name: 'Key', asks: 'Names a key this service published', source: rfc(7515, '4.1.4') },
  signature: {
    name: 'Signature',
    asks: 'Made with that key, over exactly this text',
    source: rfc(7515, '5.2'),
  },
  issuer: { name: 'Issuer', asks: 'Issued by this service', source: rfc(7519, '4.1.1') },
  audience: {
    name: 'Audience',
    asks: 'Meant for the Gooclaim API, or an API of yours',
    source: rfc(7519, '4.1.3'),
  },
  issued_at: { name: 'Issued at', asks: 'Not issued in the future', source: rfc(7519, '4.1.6') },
  expiry: { name: 'Expiry', asks: 'Not expired', source: rfc(7519, '4.1.4') },
  tenant: { name: 'Tenant', asks: 'Belongs to your tenant' },
  kind: {
    name: 'Kind',
    asks: 'A machine’s or a person’s token with all its claims',
    source: rfc(9068, '2.2'),
  },
  subject: { name: 'Client or person', asks: 'Whoever it names may still use it', source: rfc(7662, '2.2') },
  credential: { name: 'Secret or session', asks: 'What it was issued for is on record' },
  revocation: { name: 'Revocation', asks: 'Not ended before its time', source: rfc(7009, '2') },
  scope: { name: 'Scope', asks: 'Holds the scope the call needs', source: rfc(6750, '3.1') },
};

export interface ReasonWords {
  title: string;
  /** What is wrong, in terms of the token. */
  why: string;
  /** What to do about it. */
  mend: string;
}

const NEW_TOKEN = 'Request a new token from /v1/auth/token.';

/**
 * The words for every reason a check can fail. They speak of the pasted token and of one's own tenant only:
 * whether another tenant has a client of some id is never said.
 */
export const REASON_WORDS: Record<Reason, ReasonWords> = {
  not_three_segments: {
    title: 'Not three parts',
    why: 'A signed token has three parts with a full stop between them: header, payload, signature.',
    mend: 'Copy the whole value of access_token from the token response, without quotes or an ellipsis.',
  },
  encrypted: {
    title: 'Encrypted token',
    why: 'Five parts make an encrypted token (JWE). This service issues signed tokens only.',
    mend: 'Check which system issued it; this token is for another one.',
  },
  not_base64url: {
    title: 'Not base64url',
    why: 'A part holds a character outside A–Z a–z 0–9 - _, or ends where base64url cannot end.',
    mend: 'Copy the token again: it was cut short, padded with =, or encoded with plain base64 (+ and /).',
  },
  not_json: {
    title: 'Not JSON inside',
    why: 'The header or the payload does not decode to JSON in UTF-8.',
    mend: 'Copy the token again: a character was lost or changed on the way.',
  },
  not_an_object: {
    title: 'Not a JSON object inside',
    why: 'The header and the payload must each be a JSON object.',
    mend: 'Check what produced this token; this service did not.',
  },
  alg_none: {
    title: 'Unsigned (alg: none)',
    why: 'The header says that nobody signed this token. Anyone can write one like it.',
    mend: 'Never accept such a token. Make sure your own verifier names RS256 and refuses everything else.',
  },
  alg_not_rs256: {
    title: 'Wrong algorithm',
    why: 'This service signs with RS256. A token that names another algorithm is refused before its signature is looked at.',
    mend: 'Use a token issued by this service. In your own verifier, fix the algorithm to RS256 rather than read it from the token.',
  },
  typ_not_jwt: {
    title: 'Not an access token',
    why: 'The header’s typ is neither JWT nor at+jwt, so this token has another purpose, such as an ID token.',
    mend: 'Send the access_token from the token response.',
  },
  crit_unknown: {
    title: 'Unknown critical header',
    why: 'The header lists extensions under crit that a verifier must understand. This service uses none.',
    mend: 'Use a token issued by this service.',
  },
  key_in_header: {
    title: 'Brings its own key',
    why: 'The header carries a key, or an address to fetch one from. A forger signs with a key of their own and sends it along.',
    mend: 'Refuse such tokens. Verify only with keys from /.well-known/jwks.json.',
  },
  kid_missing: {
    title: 'No key named',
    why: 'The header has no kid, so nothing says which published key signed this token.',
    mend: 'Use a token issued by this service: each carries a kid.',
  },
  kid_unknown: {
    title: 'Unknown key',
    why: 'No key published by this service has this kid.',
    mend: 'Check that the token comes from this environment. If it is old, its key has left the key set: request a new token.',
  },
  key_retired: {
    title: 'Retired key',
    why: 'The key that signed this token is no longer accepted.',
    mend: NEW_TOKEN,
  },
  key_revoked: {
    title: 'Revoked key',
    why: 'The key that signed this token was revoked in an emergency. Whoever holds it could sign any token.',
    mend: NEW_TOKEN,
  },
  signature_missing: {
    title: 'No signature',
    why: 'The third part is missing or empty.',
    mend: 'Copy the whole token: three parts, the last one after the second full stop.',
  },
  signature_wrong: {
    title: 'Wrong signature',
    why: 'The signature does not belong to this header and payload under the named key: the text was changed, cut, or signed with another key.',
    mend: 'Copy the token again without edits. If it still fails, it was not issued here: do not trust its claims.',
  },
  iss_missing: {
    title: 'No issuer',
    why: 'The payload has no iss claim.',
    mend: 'Use a token issued by this service.',
  },
  iss_wrong: {
    title: 'Other issuer',
    why: 'The token names another issuer. The comparison is exact, down to the scheme and a slash at the end.',
    mend: 'Check which environment your client asks for its token, and that both sides use the same issuer URL.',
  },
  aud_missing: {
    title: 'No audience',
    why: 'The payload has no aud claim.',
    mend: 'Use a token issued by this service.',
  },
  aud_wrong: {
    title: 'Other audience',
    why: 'The token is meant for another API; or it is an ID token, which tells an app who signed in.',
    mend: 'Send this token to the API it names, and request one here for Gooclaim. Of an ID token, send the access token that came with it.',
  },
  iat_missing: {
    title: 'No time of issue',
    why: 'The payload has no iat claim, or it is not a number of seconds.',
    mend: 'Use a token issued by this service.',
  },
  iat_in_future: {
    title: 'Issued in the future',
    why: 'The time of issue lies more than 90 seconds ahead of the clock that checks it.',
    mend: 'Compare the clocks: the one that checks is behind. Synchronise it with NTP.',
  },
  nbf_in_future: {
    title: 'Not valid yet',
    why: 'The nbf claim lies more than 90 seconds ahead, or is not a number of seconds.',
    mend: 'Wait until then, or compare the clocks and synchronise them with NTP.',
  },
  exp_missing: {
    title: 'No expiry',
    why: 'The payload has no exp claim, or it is not a number of seconds. A token without an end is refused.',
    mend: 'Use a token issued by this service.',
  },
  expired: {
    title: 'Expired',
    why: 'The time in exp has passed. There is no leeway.',
    mend: `${NEW_TOKEN} A client should do so shortly before expires_in runs out, not after a refusal.`,
  },
  tenant_missing: {
    title: 'No tenant',
    why: 'The payload has no tenant_id claim.',
    mend: 'Use a token issued by this service.',
  },
  tenant_foreign: {
    title: 'Not one of your tenant’s tokens',
    why: 'The tenant_id in the token is not yours. Nothing more is looked up about it.',
    mend: 'Sign in to the tenant this token is for, or use one of your own clients.',
  },
  kind_unknown: {
    title: 'Neither a machine’s nor a person’s',
    why: 'token_use is neither “machine” nor “human”, so nothing says whose token this is.',
    mend: 'Use a token issued by this service, unchanged.',
  },
  claims_incomplete: {
    title: 'Claims incomplete',
    why: 'A claim every token of its kind carries is absent or of another type.',
    mend: 'Use a token issued by this service, unchanged.',
  },
  client_unknown: {
    title: 'Unknown client',
    why: 'Your tenant has no client of this id. It may have been deleted.',
    mend: 'Create a client, or use another one’s credentials, and request a new token.',
  },
  client_disabled: {
    title: 'Client disabled',
    why: 'Someone disabled this client. Its tokens are refused from that moment.',
    mend: 'The audit log says who did it and when. Enable the client again if it should work.',
  },
  user_unknown: {
    title: 'Unknown person',
    why: 'Your tenant has no person of this id.',
    mend: 'Sign in again and use the token of that session.',
  },
  user_disabled: {
    title: 'Person disabled',
    why: 'Someone disabled this person’s account. Its tokens are refused from that moment.',
    mend: 'Enable the account again if it should work; the audit log says who disabled it and when.',
  },
  session_ended: {
    title: 'Session ended',
    why: 'A person’s token dies with the session it was issued for: by signing out, by time, or by an admin.',
    mend: 'Sign in again and request a new token.',
  },
  tenant_suspended: {
    title: 'Tenant suspended',
    why: 'Your tenant is suspended. All its tokens are refused.',
    mend: 'Contact Gooclaim.',
  },
  secret_unknown: {
    title: 'Unknown secret',
    why: 'The client has no secret of the id this token names under cred.',
    mend: NEW_TOKEN,
  },
  token_revoked: {
    title: 'Token revoked',
    why: 'This one token was revoked; others of the same client go on.',
    mend: `${NEW_TOKEN} The client's activity says who revoked it and when.`,
  },
  tokens_ended: {
    title: 'Tokens ended',
    why: 'All tokens that this secret, client, person or tenant had been issued were ended at once.',
    mend: `${NEW_TOKEN} The client's activity says who did it and when.`,
  },
  scope_missing: {
    title: 'Scope missing',
    why: 'The token does not hold the scope this call needs.',
    mend: 'Grant the scope to the client, then request a new token: one already issued keeps the scopes it has.',
  },
};

/** Why a check was not asked, in the words of the reader. */
export function whyNotChecked(
  check: CheckName,
  context: { readable: boolean; askedService: boolean },
): string {
  if (!context.readable) return 'The token could not be read.';
  switch (check) {
    case 'scope':
      return 'Choose a scope to ask about.';
    case 'key':
      return 'The published keys could not be loaded.';
    case 'signature':
      return 'There is no key to check it with.';
    case 'tenant':
      return context.askedService ? 'Not asked by this service.' : 'Only this service knows your tenant.';
    case 'audience':
      return 'Only this service knows the APIs of your tenant.';
    case 'subject':
    case 'credential':
      return context.askedService
        ? 'Looked up only for a token of your tenant whose signature holds.'
        : 'Only this service has the records.';
    default:
      return 'An earlier check failed.';
  }
}
