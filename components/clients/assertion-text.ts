import type { ClientView } from '@/lib/contract/portal';
import { tokenUrl } from './credentials-text';
import { signingAlgorithm } from './key-facts';

/** Stands where only the client knows what belongs there. */
const KID_PLACEHOLDER = 'YOUR_KEY_ID';

/** A program that signs an assertion and gets a token with it (RFC 7523 §2.2), as it stands. */
export function assertionProgram(
  origin: string,
  { client_id, jwks }: Pick<ClientView, 'client_id' | 'jwks'>,
) {
  const key = jwks?.keys[0];
  const alg = JSON.stringify(key ? signingAlgorithm(key) : 'RS256');
  const kid = key ? key.kid : KID_PLACEHOLDER;
  const header = typeof kid === 'string' ? `{ alg: ${alg}, kid: ${JSON.stringify(kid)} }` : `{ alg: ${alg} }`;
  return `// npm install jose
import { readFileSync } from 'node:fs';
import { importPKCS8, SignJWT } from 'jose';

const tokenUrl = ${JSON.stringify(tokenUrl(origin, 'gooclaim'))};
const clientId = ${JSON.stringify(client_id)};
const privateKey = await importPKCS8(readFileSync('private-key.pem', 'utf8'), ${alg});

const assertion = await new SignJWT()
  .setProtectedHeader(${header})
  .setIssuer(clientId)
  .setSubject(clientId)
  .setAudience(tokenUrl)
  .setJti(crypto.randomUUID())
  .setIssuedAt()
  .setExpirationTime('1 minute')
  .sign(privateKey);

const response = await fetch(tokenUrl, {
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  }),
});
console.log(await response.json());
`;
}
