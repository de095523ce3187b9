/** The part of simple-oauth2 that is used here; it brings no types of its own. */
declare module 'simple-oauth2' {
  export class ClientCredentials {
    constructor(config: object);
    getToken(parameters: object): Promise<{ token: Record<string, unknown>; expired(): boolean }>;
  }
}
