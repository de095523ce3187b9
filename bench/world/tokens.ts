import { Pool } from 'undici';
import type { Credentials } from '../../e2e/harness/wire';
import { tokenByJson } from '../load/request';

const AT_ONCE = 16;

/**
 * Real tokens, issued over the wire, one client after the other.
 *
 * @throws Error when one is refused
 */
export async function issueTokens(
  port: number,
  clients: readonly Credentials[],
  count: number,
): Promise<string[]> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: AT_ONCE, pipelining: 1 });
  const tokens: string[] = [];
  let asked = 0;
  const work = async () => {
    for (let number = asked++; number < count; number = asked++) {
      const client = clients[number % clients.length] as Credentials;
      const { statusCode, body } = await pool.request(tokenByJson(client));
      const text = await body.text();
      if (statusCode !== 200) throw new Error(`No token: ${statusCode} ${text}`);
      tokens.push(JSON.parse(text).access_token);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return tokens;
  } finally {
    await pool.close();
  }
}
