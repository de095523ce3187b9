import { createLocalJWKSet, jwtVerify } from 'jose';
import { call } from './call';
import { decodeSegments } from './jwt';

/** The key set as a well-behaved API keeps it: fetched again, once, for a key it does not know, and not otherwise. */
export class Verifier {
  private kids: string[] = [];
  private keys = createLocalJWKSet({ keys: [] });
  private fetching: Promise<void> | undefined;
  fetches = 0;

  constructor(private readonly origin: string) {}

  async verify(token: string): Promise<boolean> {
    if (!this.kids.includes(signerOf(token))) {
      this.fetching ??= this.fetch().finally(() => {
        this.fetching = undefined;
      });
      await this.fetching;
    }
    return jwtVerify(token, this.keys).then(
      () => true,
      () => false,
    );
  }

  private async fetch(): Promise<void> {
    this.fetches++;
    const set = (await call(`${this.origin}/.well-known/jwks.json`)).json;
    this.kids = set.keys.map(({ kid }: { kid: string }) => kid);
    this.keys = createLocalJWKSet(set);
  }
}

/** The `kid` of the key that signed it. */
export const signerOf = (token: string) => String(decodeSegments(token).header.kid);
