// The peer everybody knows. Tokens: RS256 JWTs of client_credentials, made into JWTs by the resource indicator of the
// request. Introspection: opaque tokens, since it refuses JWTs, in its own store in memory; nothing is written to disk
// and nothing is counted. Whatever a machine does not need is switched off, and the client's secret is compared in the
// clear: the best it can do.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { type Configuration, Provider } from 'oidc-provider';
import { PEER_CLIENT, PEER_RESOURCE, PEER_SCOPE } from '../load/peer';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const server = {
  scope: PEER_SCOPE,
  audience: PEER_RESOURCE,
  accessTokenTTL: 3600,
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: 'RS256' } },
};

const configuration = {
  clients: [
    {
      ...PEER_CLIENT,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_post',
      scope: PEER_SCOPE,
    },
  ],
  scopes: PEER_SCOPE.split(' '),
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'bench' }] },
  cookies: { keys: ['not needed by machines'] },
  ttl: { ClientCredentials: 3600 },
  features: {
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    resourceIndicators: { enabled: true, getResourceServerInfo: () => server },
  },
};

const port = Number(process.env.PORT);
const provider = new Provider(`http://localhost:${port}`, configuration as unknown as Configuration);
createServer(provider.callback()).listen(port, '127.0.0.1');
