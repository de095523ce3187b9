import { networkOf } from '../ratelimit/network';
import { appEvent } from './app-event';
import type { AppRecord } from './app-ports';
import { OAuthError } from './errors';
import type { OAuthRequest } from './request';
import type { OAuthServices } from './services';

/** Why, for the app's activity; the caller is told the same of all of them. */
export type Reason =
  | 'code_unknown'
  | 'code_expired'
  | 'code_used'
  | 'code_verifier_wrong'
  | 'redirect_uri_differs'
  | 'refresh_token_unknown'
  | 'refresh_token_used'
  | 'session_ended';

const invalidGrant = () =>
  new OAuthError(
    400,
    'invalid_grant',
    'This code or refresh token is unknown, expired, used or not for this.',
  );

/** One refusal, with its row as long as there is room: anybody who knows an app's id can bring it about. */
export async function refused(
  app: AppRecord,
  reason: Reason,
  { origin }: Pick<OAuthRequest, 'origin'>,
  services: OAuthServices,
): Promise<OAuthError> {
  if ((await services.limiter.take('refusal_row', networkOf(origin.address))).allowed)
    await services.ledger.record({
      ...appEvent(services.clock(), origin, app, undefined, { reason }),
      action: 'token.refused',
      outcome: 'failure',
    });
  return invalidGrant();
}

/**
 * What is good once came twice: one of the two is a thief, and nobody can tell which. So the session ends, with all
 * its tokens (RFC 6749 §4.1.2, RFC 9700 §4.14.2).
 */
export async function replayed(
  app: AppRecord,
  sid: string,
  reason: 'code_used' | 'refresh_token_used',
  { origin }: Pick<OAuthRequest, 'origin'>,
  services: OAuthServices,
): Promise<OAuthError> {
  await services.apps.endAppSession(sid, {
    ...appEvent(services.clock(), origin, app, undefined, { reason, session_id: sid }),
    action: 'app.replay_detected',
    outcome: 'failure',
  });
  return invalidGrant();
}
