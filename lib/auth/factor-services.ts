import type { DeliveryServices } from '../mail/delivery';
import type { ReplayGuard } from '../oauth/ports';
import type { SignInServices } from './sign-in';

/** What second factors work with. */
export interface FactorServices extends SignInServices, DeliveryServices {
  issuer: string;
  /** Keys of what is kept are derived from it. */
  pepper: Uint8Array;
  replays: ReplayGuard;
}
