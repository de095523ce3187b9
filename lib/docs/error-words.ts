import type { ErrorCode } from '@/lib/contract/error-codes';

interface ErrorWords {
  /** The HTTP statuses it comes with, or where else it stands. */
  status: string;
  cause: string;
  mend: string;
}

const TO_APP = 'In the address that leads back to the app';

/** Every code of the wire: a new one does not compile without its words. */
export const ERROR_WORDS: Record<ErrorCode, ErrorWords> = {
  invalid_request: {
    status: '400, 404, 405, 413, 415, 422',
    cause:
      'The request is malformed: a parameter is missing, sent twice or of the wrong type, two ways of authentication are mixed, a secret is in the URL; or the address, the method, the size or the type of the body is wrong.',
    mend: 'Read error_description: it names the parameter. Trying again without a change will not help.',
  },
  invalid_client: {
    status: '401',
    cause:
      'The credentials are not good: an unknown client, a wrong or retired secret, a disabled client, a suspended tenant, or an address outside the client’s networks. Which of them, the caller is not told.',
    mend: 'Paste the request_id into the debugger, or test the secret on the client’s page. Do not try again with the same secret.',
  },
  invalid_token: {
    status: '401',
    cause:
      'The token in the Authorization header is missing, malformed, expired or revoked, or not of this service.',
    mend: 'Get one new token and try once more. If it comes again, paste the token into the debugger.',
  },
  invalid_scope: {
    status: '400',
    cause: 'The scope that was asked for is malformed, or more than the client or the person has.',
    mend: 'Ask for less, or have the scope granted to the client in the portal.',
  },
  unauthorized_client: {
    status: '400',
    cause:
      'The client is known, and this address or this way is not for it: an OpenCRVS client here, another one at /token, an app where a backend is expected.',
    mend: 'Use the address that error_description names, or change the client’s profile in the portal.',
  },
  unsupported_grant_type: {
    status: '400',
    cause: 'grant_type is none that this address knows.',
    mend: 'Send client_credentials; apps send authorization_code or refresh_token.',
  },
  invalid_target: {
    status: '400',
    cause: 'resource names no API that this client may ask a token for.',
    mend: 'Give the API to the client in the portal, or leave resource out.',
  },
  insufficient_scope: {
    status: '403',
    cause: 'The token is good, and its scopes are not enough for this call.',
    mend: 'Get a token with the scope that WWW-Authenticate names.',
  },
  forbidden: {
    status: '403',
    cause:
      'The tenant does not allow this, for instance that clients rotate their own secrets; or, of the management API and the MCP server, it would give more than your client has itself, or your role or app may not.',
    mend: 'Ask an admin of the tenant.',
  },
  not_found: {
    status: '404',
    cause: 'Of the management API and the MCP server: your tenant has no such client, secret or token.',
    mend: 'Look the id up in the list. An id of another tenant is answered in the same way.',
  },
  conflict: {
    status: '409, 412',
    cause:
      'Of the management API and the MCP server: what is there now does not allow it, such as a rotation that is under way, a client that is not disabled yet, or settings that were changed since you read them.',
    mend: 'Read error_description, read the client again, and decide anew.',
  },
  invalid_dpop_proof: {
    status: '400, 401',
    cause: 'The DPoP proof is missing, malformed, too old, used before, or made for another call or key.',
    mend: 'Make a new proof for every call, with the right method, address and time.',
  },
  use_dpop_nonce: {
    status: '400, 401',
    cause: 'The DPoP proof has no nonce of this service, or one that is over.',
    mend: 'Put the DPoP-Nonce header of this answer into a new proof and try once more; libraries do it by themselves.',
  },
  invalid_grant: {
    status: '400',
    cause: 'An app’s code or refresh token is unknown, over, used before, or of another app.',
    mend: 'Send the person to sign in again. Keep the newest refresh token only, and refresh from one place at a time.',
  },
  unsupported_response_type: {
    status: TO_APP,
    cause: 'response_type is not code.',
    mend: 'Set the library to the authorization code flow.',
  },
  access_denied: {
    status: TO_APP,
    cause: 'The person is not of the organisation of this app.',
    mend: 'Have them sign in with another account, or invite them into the tenant.',
  },
  login_required: {
    status: TO_APP,
    cause: 'The app asked for a silent sign-in, and nobody, or somebody else, is signed in.',
    mend: 'Send the person to sign in without prompt=none.',
  },
  request_not_supported: {
    status: TO_APP,
    cause: 'A request object was sent in request.',
    mend: 'Send plain parameters.',
  },
  request_uri_not_supported: {
    status: TO_APP,
    cause: 'A request object was sent by its address in request_uri.',
    mend: 'Send plain parameters.',
  },
  registration_not_supported: {
    status: TO_APP,
    cause: 'registration was sent.',
    mend: 'Register the app in the portal.',
  },
  rate_limited: {
    status: '429',
    cause: 'More calls in a minute than the limit allows.',
    mend: 'Wait for as many seconds as Retry-After says. If it comes often: keep tokens until they near their end.',
  },
  temporarily_unavailable: {
    status: '503',
    cause:
      'The service cannot reach its database, and will not guess. It says nothing about your credentials or token.',
    mend: 'Try again after Retry-After, with growing pauses.',
  },
  server_error: {
    status: '500',
    cause: 'A defect of the service. The cause is in its log.',
    mend: 'Report it with its request_id.',
  },
};
