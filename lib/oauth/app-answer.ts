import { rateLimited } from './admission';
import type { AppPerson } from './app-ports';
import type { AppTokens } from './app-tokens';
import type { OAuthRequest } from './request';
import type { OAuthServices } from './services';
import type { TokenResponse } from './token';

/** A session at an app ends this long after its last refresh … */
export const APP_SESSION_IDLE_MS = 3_600_000;
/** … and this long after it began, whatever happens. */
export const APP_SESSION_TOTAL_MS = 8 * 3_600_000;

/** One call from a person's own budget, whichever app asks. @throws OAuthError 429 rate_limited */
export async function chargePerson(
  { userId }: AppPerson,
  { answer }: OAuthRequest,
  { limiter }: OAuthServices,
): Promise<void> {
  answer.rate = await limiter.take('person_token', userId);
  if (!answer.rate.allowed) throw rateLimited(answer.rate);
}

export const answerOf = (
  { accessToken, idToken, expiresIn }: AppTokens,
  scope: string,
  refreshToken: string | undefined,
): TokenResponse => ({
  access_token: accessToken,
  token_type: 'Bearer',
  expires_in: expiresIn,
  scope,
  ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
  ...(idToken === undefined ? {} : { id_token: idToken }),
});
