import { execFileSync } from 'node:child_process';

/** Real curl, as a backend's author would try it. */
export function curlToken(
  origin: string,
  id: string,
  secret: string,
): { status: number; body: Record<string, string> } {
  const body = JSON.stringify({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  const printed = execFileSync(
    'curl',
    [
      '-sS',
      '-w',
      '\n%{http_code}',
      '-X',
      'POST',
      `${origin}/v1/auth/token`,
      '-H',
      'Content-Type: application/json',
      '-d',
      body,
    ],
    { encoding: 'utf8' },
  );
  const [json = '{}', status] = printed.split('\n');
  return { status: Number(status), body: JSON.parse(json) };
}
