import type { AuthorizingPerson } from '../oauth/authorization';
import type { WireRequest } from './endpoint';
import type { HttpServices } from './services';

/** What the endpoints that a browser is sent to ask of the portal's sessions. `lib/auth` answers. */
export interface BrowserSession {
  /** Who is signed in; or the page of this portal they must go to before they are. */
  visitor(
    request: WireRequest,
    services: HttpServices,
  ): Promise<{ person: AuthorizingPerson } | { first: string }>;
  /** The session of the cookie, whatever else its person must do first. */
  current(request: WireRequest, services: HttpServices): Promise<{ userId: string; sid: string } | undefined>;
  /** A Set-Cookie that forgets it. */
  forget(services: HttpServices): string;
}
