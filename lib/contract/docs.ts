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

/** A field of a form that tries an operation out. */
interface TryItField {
  name: string;
  required: boolean;
  /** What it is filled with; empty where only the reader knows. */
  example: string;
  /** The values there are, where they are few. */
  values: string[];
}

/** What is needed to send an operation’s request from its page, made from the OpenAPI document. */
export interface TryItOperation {
  operationId: string;
  /** What it does, in a few words. */
  name: string;
  /** Where the service answers programs. */
  issuer: string;
  method: string;
  /** With `{name}` for its parameters. */
  path: string;
  /** Ways to say who calls, the usual one first; `none` is what the body says, or nothing. */
  ways: ('bearer' | 'basic' | 'none')[];
  parameters: (TryItField & { in: 'path' | 'query' | 'header' })[];
  /** Of a body whose members are texts. */
  fields?: (TryItField & { secret: boolean; usual: boolean })[];
  /** Of any other body: the whole of it. */
  json?: string;
}

/** Stands for the reader’s own client where the documentation knows none: plainly nobody’s. */
export const NO_CLIENT = 'YOUR_CLIENT_ID';
