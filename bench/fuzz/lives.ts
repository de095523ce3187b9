import type { Connection } from './connection';
import type { Material } from './material';

/** Issued, active, revoked, inactive: a token's life. @returns what went otherwise */
export async function liveOnce(
  { clients, tokens }: Material,
  connection: Connection,
  turn: number,
): Promise<string | undefined> {
  const client = clients[turn % clients.length] as Material['clients'][number];
  const own = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`;
  const post = async (path: string, authorization: string, body: object) => {
    const text = JSON.stringify(body);
    const request = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 198.18.0.1\r\nAuthorization: ${authorization}\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
    const [answer] = await connection.ask(Buffer.from(request), [false]);
    return { status: answer?.status ?? 0, text: answer?.body.toString() ?? '' };
  };
  const issued = await post('/v1/auth/token', own, { grant_type: 'client_credentials' });
  if (issued.status !== 200) return `a good request got ${issued.status}`;
  const token: string = JSON.parse(issued.text).access_token;
  const asked = async () => (await post('/v1/auth/introspect', `Bearer ${tokens[0]}`, { token })).text;
  if (!JSON.parse(await asked()).active) return 'a new token is inactive';
  const revoked = await post('/v1/auth/revoke', own, { token });
  if (revoked.status === 429) return undefined;
  if (revoked.status !== 200) return `a revocation got ${revoked.status}`;
  return (await asked()) === '{"active":false}' ? undefined : 'a revoked token is active';
}
