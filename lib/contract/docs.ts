/** Who reads the documentation, as far as its samples and figures differ by that. */
export interface DocsReader {
  /** Address of this service: `iss` of its tokens. */
  issuer: string;
  /** The word in `gcs_<word>_…`. */
  environment: string;
  /** A client of the reader's own tenant; null for somebody who is not signed in, or has none. */
  clientId: string | null;
  /** Calls a minute, as this installation counts them. */
  limits: {
    token: number;
    introspect: number;
    revoke: number;
    self_rotation: number;
    management: number;
    mcp: number;
  };
}

/** A page, a heading or a passage that a search has found. */
export interface FoundInDocs {
  kind: 'page' | 'heading' | 'text';
  /** With the part it is in. */
  url: string;
  text: string;
}
