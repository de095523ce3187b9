const WORDS: Record<string, string> = {
  invalid_client: 'Wrong credentials',
  invalid_token: 'Bad access token',
  invalid_scope: 'Scope not granted',
  invalid_target: 'Audience not allowed',
  invalid_request: 'Malformed request',
  invalid_dpop_proof: 'DPoP proof wrong',
  unauthorized_client: 'Wrong address for its profile',
  temporarily_unavailable: 'Service unavailable',
  server_error: 'Fault of the service',
};

/** What a caller was told, in words. */
export const reasonWords = (reason: string): string => WORDS[reason] ?? reason.replaceAll('_', ' ');
