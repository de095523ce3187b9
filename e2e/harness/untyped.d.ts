/** The parts that are used here of packages that bring no types of their own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface Context {
    oidc: {
      client?: { clientId: string };
      session?: { accountId: string };
      provider: {
        Grant: new (who: {
          clientId?: string;
          accountId?: string;
        }) => { addOIDCScope(scope: string): void; save(): Promise<string> };
      };
    };
  }
  export interface Configuration {
    clients: object[];
    claims: Record<string, string[]>;
    scopes: string[];
    conformIdTokenClaims: boolean;
    features: object;
    interactions: { url(context: Context, interaction: { uid: string }): string };
    ttl: Record<string, number>;
    cookies: { keys: string[] };
    pkce: { required(): boolean };
    findAccount(context: Context, id: string): Promise<object | undefined>;
    loadExistingGrant(context: Context): Promise<object>;
  }
  export class Provider {
    constructor(issuer: string, configuration: Configuration);
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
  }
}

declare module 'dns-packet' {
  export const RECURSION_DESIRED: number;
  export const RECURSION_AVAILABLE: number;
  interface Packet {
    type?: 'query' | 'response';
    id?: number;
    flags?: number;
    questions?: { name: string; type: string }[];
    answers?: { type: 'TXT' | 'A'; name: string; ttl: number; data: string[] | string }[];
  }
  const dnsPacket: {
    decode(message: Uint8Array): Packet;
    encode(packet: Packet): Uint8Array;
    RECURSION_DESIRED: number;
    RECURSION_AVAILABLE: number;
  };
  export default dnsPacket;
}
