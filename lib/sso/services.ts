import type { Sealer } from '../keys/seal';
import type { DomainProver } from './domain-proof';
import type { OpenIdProviders } from './provider';

/** What single sign-on works with. */
export interface SsoServices {
  providers: OpenIdProviders;
  prover: DomainProver;
  /** For client secrets of providers. */
  ssoSealer: Sealer;
}
