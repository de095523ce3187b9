export type Credentials = { origin: string; clientId: string; clientSecret: string };

/** Stands where the secret belongs; nobody can look it up again. */
export const SECRET_PLACEHOLDER = 'YOUR_CLIENT_SECRET';

function tokenUrl(origin: string): string {
  return `${origin}/v1/auth/token`;
}

/** A command that gets a token, as it stands. */
export function tokenCurl({ origin, clientId, clientSecret }: Credentials): string {
  const request = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const body = JSON.stringify(request, null, 2).replaceAll('\n', '\n  ');
  return [
    `curl -sS -X POST ${shellQuoted(tokenUrl(origin))} \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d ${shellQuoted(body)}`,
  ].join('\n');
}

export function envFile({ origin, clientId, clientSecret }: Credentials): string {
  return [
    `GOOCLAIM_TOKEN_URL=${tokenUrl(origin)}`,
    `GOOCLAIM_CLIENT_ID=${clientId}`,
    `GOOCLAIM_CLIENT_SECRET=${clientSecret}`,
    '',
  ].join('\n');
}

/** "Claims intake (EU)" gives "claims-intake-eu.env". */
export function envFileName(clientName: string): string {
  const slug = clientName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${slug || 'gooclaim-client'}.env`;
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
