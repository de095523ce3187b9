import { setTimeout as wait } from 'node:timers/promises';

/** One token for all calls, renewed when four fifths of its life have passed. */
export class Tokens {
  #url;
  #headers;
  #kept;
  #asking;

  constructor(issuer, clientId, clientSecret) {
    this.#url = `${issuer}/v1/auth/token`;
    this.#headers = {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    };
  }

  async get() {
    if (this.#kept && performance.now() < this.#kept.renewAt) return this.#kept.token;
    // Who comes while one asks waits for the same answer.
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** After a 401 of an API; a newer token that another call got stays. */
  forget(token) {
    if (this.#kept?.token === token) this.#kept = undefined;
  }

  /** Calls an API. After a 401 it gets one new token and tries once more, never in a loop. */
  async call(url, options = {}, last = false) {
    const token = await this.get();
    const headers = { ...options.headers, authorization: `Bearer ${token}` };
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000), ...options, headers });
    if (response.status !== 401 || last) return response;
    this.forget(token);
    return this.call(url, options, true);
  }

  async #ask(triesLeft = 2) {
    const askedAt = performance.now();
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: this.#headers,
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      signal: AbortSignal.timeout(10_000),
    });
    const answer = await response.json();
    if (response.ok) {
      this.#kept = { token: answer.access_token, renewAt: askedAt + 800 * answer.expires_in };
      return answer.access_token;
    }
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    if (![429, 503].includes(response.status) || Number.isNaN(seconds) || triesLeft === 0)
      throw new Error(`${answer.error} (${answer.request_id})`);
    await wait(1000 * seconds);
    return this.#ask(triesLeft - 1);
  }
}

const tokens = new Tokens('https://auth.example.com', 'YOUR_CLIENT_ID', process.env.CLIENT_SECRET);
console.log((await tokens.get()).slice(0, 20));
