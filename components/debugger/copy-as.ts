import { AUDIENCE } from '@/lib/token/jwt';
import { boundKey } from './bound-note';
import type { TokenParts } from './read-parts';

/** What a verifier is told to insist on. */
export interface VerifierSettings {
  issuer: string;
  audience: string;
  jwksUri: string;
  typ: 'JWT' | 'at+jwt';
}

/**
 * Never the token's own issuer or algorithm: whoever forges a token writes those, and a verifier that believed them would
 * take the forger's key (RFC 8725 §3.1, §3.10). The audience of a verifier is the API it stands in front of, which a token
 * of a resource of one's own names.
 */
export function verifierSettings({ header, payload }: TokenParts, issuer: string): VerifierSettings {
  const { aud } = payload;
  return {
    issuer,
    audience: typeof aud === 'string' && /^https?:/.test(aud) ? aud : AUDIENCE,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    typ: typeof header?.typ === 'string' && /at\+jwt$/i.test(header.typ) ? 'at+jwt' : 'JWT',
  };
}

/**
 * Asks introspection about a token, with the token itself as the caller's credential where it can be one.
 *
 * @param token put in as it is; without it the command reads the environment variable TOKEN
 */
export function introspectionCurl(parts: TokenParts, issuer: string, token?: string): string {
  // One bound to a key needs a proof for each call, which no shell makes.
  const credential =
    boundKey(parts.payload) === undefined
      ? `-H "Authorization: Bearer $TOKEN"`
      : `-u "$CLIENT_ID:$CLIENT_SECRET"`;
  return [
    ...(token === undefined ? [] : [`TOKEN=${shellQuoted(token)}`]),
    `curl -sS -X POST ${shellQuoted(`${issuer}/v1/auth/introspect`)} \\`,
    `  ${credential} \\`,
    `  --data-urlencode "token=$TOKEN"`,
  ].join('\n');
}

export const joseProgram = ({ issuer, audience, jwksUri, typ }: VerifierSettings): string =>
  `import { createRemoteJWKSet, jwtVerify } from 'jose'; // npm install jose

const keys = createRemoteJWKSet(new URL(${quoted(jwksUri)}));

const { payload } = await jwtVerify(process.env.TOKEN ?? '', keys, {
  issuer: ${quoted(issuer)},
  audience: ${quoted(audience)},
  algorithms: ['RS256'],
  typ: ${quoted(typ)},
  requiredClaims: ['exp', 'iat', 'sub'],
});
console.log(payload);`;

export const pyjwtProgram = ({ issuer, audience, jwksUri }: VerifierSettings): string =>
  `import os

import jwt  # pip install "pyjwt[crypto]"

keys = jwt.PyJWKClient(${quoted(jwksUri)})

token = os.environ["TOKEN"]
claims = jwt.decode(
    token,
    keys.get_signing_key_from_jwt(token).key,
    algorithms=["RS256"],
    issuer=${quoted(issuer)},
    audience=${quoted(audience)},
    options={"require": ["exp", "iat", "sub"]},
)
print(claims)`;

export const goProgram = ({ issuer, audience, jwksUri }: VerifierSettings): string =>
  `package main

import (
	"fmt"
	"log"
	"os"

	"github.com/MicahParks/keyfunc/v3" // go get github.com/MicahParks/keyfunc/v3
	"github.com/golang-jwt/jwt/v5"
)

func main() {
	keys, err := keyfunc.NewDefault([]string{${quoted(jwksUri)}})
	if err != nil {
		log.Fatal(err)
	}
	token, err := jwt.Parse(os.Getenv("TOKEN"), keys.Keyfunc,
		jwt.WithValidMethods([]string{"RS256"}),
		jwt.WithIssuer(${quoted(issuer)}),
		jwt.WithAudience(${quoted(audience)}),
		jwt.WithExpirationRequired(),
	)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token.Claims)
}`;

/**
 * A string literal in all three languages. A claim is a stranger's text: with a direction override in it the code would
 * read otherwise than it runs, so all but ASCII is escaped.
 */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
