import type { Parameters } from './parameters';
import type { Origin, RateDecision, Use } from './ports';

/** One request to an OAuth endpoint, as the core sees it. */
export interface OAuthRequest {
  method: string;
  /** The endpoint's own addresses, the public one first: what an assertion or a proof made for it must name. */
  urls: readonly string[];
  authorization: string | null;
  /** The DPoP header (RFC 9449 §4.1), null when there is none. */
  dpop: string | null;
  parameters: Parameters;
  origin: Origin;
  answer: AnswerNotes;
}

/** What the core adds to the answer's headers, a refusal's included. */
export interface AnswerNotes {
  /** What the request spent. */
  rate: RateDecision;
  headers: Record<string, string>;
  /**
   * Whose call it is counted as, once that is known. An outcome here is that of a success which is not plain `success`.
   * Never set for an id that nobody has, nor beyond the budget of wrong credentials: a stranger must not fill tables.
   */
  use?: Pick<Use, 'tenantId' | 'clientId' | 'credentialId' | 'scopes'> & { outcome?: string };
}
