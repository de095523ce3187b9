import type { ClientView } from '@/lib/contract/portal';

export type Credentials = {
  origin: string;
  clientId: string;
  clientSecret: string;
  profile: ClientView['profile'];
};

/** Stands where the secret belongs; nobody can look it up again. */
export const SECRET_PLACEHOLDER = 'YOUR_CLIENT_SECRET';

/** Where a client of this profile gets its tokens. */
export function tokenUrl(origin: string, profile: ClientView['profile']): string {
  return profile === 'opencrvs' ? `${origin}/token` : `${origin}/v1/auth/token`;
}

/** A command that gets a token, as it stands. */
export function tokenCurl(credentials: Credentials): string {
  return credentials.profile === 'opencrvs' ? opencrvsCurl(credentials) : jsonCurl(credentials);
}

function jsonCurl({ origin, clientId, clientSecret, profile }: Credentials): string {
  const request = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const body = JSON.stringify(request, null, 2).replaceAll('\n', '\n  ');
  return [
    `curl -sS -X POST ${shellQuoted(tokenUrl(origin, profile))} \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d ${shellQuoted(body)}`,
  ].join('\n');
}

/** As OpenCRVS documents it, the empty `grant_type` included. */
function opencrvsCurl({ origin, clientId, clientSecret, profile }: Credentials): string {
  const query = `client_id=${encodeURIComponent(clientId)}&client_secret=${encodeURIComponent(clientSecret)}&grant_type=&grant_type=client_credentials`;
  return `curl -sS -X POST ${shellQuoted(`${tokenUrl(origin, profile)}?${query}`)}`;
}

export function envFile({ origin, clientId, clientSecret, profile }: Credentials): string {
  return [
    `GOOCLAIM_TOKEN_URL=${tokenUrl(origin, profile)}`,
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
