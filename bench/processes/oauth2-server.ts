// The framework many build their own on. It brings the protocol and no tokens, so they are made with jose, the library
// most would take: RS256 JWTs, clients in a map, no audit, no limits. It has no introspection either: its own
// `authenticate`, with one verification and a look at a set of revoked tokens, stands for it.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import OAuth2Server, { Request, Response } from '@node-oauth/oauth2-server';
import { jwtVerify, SignJWT } from 'jose';
import { PEER_CLIENT, PEER_SCOPE } from '../load/peer';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const revoked = new Set<string>();
const issuer = `http://localhost:${process.env.PORT}`;
const client = { id: PEER_CLIENT.client_id, grants: ['client_credentials'] };
const clients = new Map([[PEER_CLIENT.client_id, { client, secret: PEER_CLIENT.client_secret }]]);

const oauth = new OAuth2Server({
  model: {
    getClient: async (id: string, secret: string) => {
      const found = clients.get(id);
      return found && found.secret === secret ? found.client : false;
    },
    getUserFromClient: async ({ id }: { id: string }) => ({ id }),
    validateScope: async () => PEER_SCOPE.split(' '),
    generateAccessToken: ({ id }: { id: string }) =>
      new SignJWT({ scope: PEER_SCOPE, client_id: id })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'bench' })
        .setIssuer(issuer)
        .setSubject(id)
        .setAudience('gooclaim-api')
        .setIssuedAt()
        .setExpirationTime('1h')
        .setJti(randomUUID())
        .sign(privateKey),
    saveToken: async (token: object, owner: object, user: object) => ({ ...token, client: owner, user }),
    getAccessToken: async (accessToken: string) => {
      const { payload } = await jwtVerify(accessToken, publicKey, { issuer, algorithms: ['RS256'] });
      if (revoked.has(payload.jti ?? '')) return false;
      return {
        accessToken,
        accessTokenExpiresAt: new Date((payload.exp ?? 0) * 1000),
        client,
        user: { id: payload.sub },
      };
    },
  } as unknown as OAuth2Server.ClientCredentialsModel,
});

createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', async () => {
    const { url = '', method = '', headers } = incoming;
    const body = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    const request = new Request({ method, headers: headers as Record<string, string>, query: {}, body });
    const response = new Response({ headers: {} });
    let answer: unknown;
    try {
      if (url === '/token') await oauth.token(request, response);
      else answer = { active: true, sub: (await oauth.authenticate(request, response)).user.id };
    } catch {
      response.status ??= 401;
    }
    outgoing.writeHead(response.status ?? 200, { ...response.headers, 'Content-Type': 'application/json' });
    outgoing.end(JSON.stringify(answer ?? response.body));
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
