import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Configuration, Provider } from 'oidc-provider';

/** Somebody the provider knows. */
interface ProviderAccount {
  sub: string;
  email?: string;
  email_verified?: boolean;
  groups?: string[];
}

export interface ProviderClient {
  client_id: string;
  client_secret: string;
  redirect_uri: string;
}

/** A real OpenID provider on this machine. People sign in there by the name of their account alone. */
export interface OpenIdProvider {
  issuer: string;
  port: number;
  /** By what is typed on its sign-in page; may be changed at any time. */
  accounts: Map<string, ProviderAccount>;
  close(): Promise<void>;
}

const CLAIMS = { openid: ['sub', 'amr'], email: ['email', 'email_verified'], groups: ['groups'] };

/** Quiet about what it warns of in development: keys and cookies of its own making, plain http. */
async function quietly<T>(work: () => T): Promise<T> {
  const { warn, info } = console;
  console.warn = () => {};
  console.info = () => {};
  try {
    return work();
  } finally {
    console.warn = warn;
    console.info = info;
  }
}

export async function startOpenIdProvider(clients: ProviderClient[]): Promise<OpenIdProvider> {
  const accounts = new Map<string, ProviderAccount>();
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://localhost:${port}`;

  const configuration: Configuration = {
    clients: clients.map(({ redirect_uri, ...client }) => ({ ...client, redirect_uris: [redirect_uri] })),
    claims: CLAIMS,
    scopes: ['openid', 'email', 'groups'],
    // In the ID token, as most providers do it.
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 3600 },
    cookies: { keys: ['a key of the tests'] },
    pkce: { required: () => true },
    async findAccount(_context, id) {
      const account = [...accounts.values()].find(({ sub }) => sub === id);
      return account && { accountId: id, claims: async () => ({ ...account }) };
    },
    // Its own clients need not be agreed to.
    async loadExistingGrant(context) {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client?.clientId,
        accountId: context.oidc.session?.accountId,
      });
      grant.addOIDCScope('openid email groups');
      await grant.save();
      return grant;
    },
  };
  const provider = await quietly(() => new Provider(issuer, configuration));
  const callback = provider.callback();

  handle = (request, response) => {
    const interaction = /^\/interaction\/[\w-]+$/.test(request.url ?? '');
    if (!interaction) return void callback(request, response);
    if (request.method === 'GET')
      return void response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE);
    void readForm(request).then(async (form) => {
      const account = accounts.get(form.get('login') ?? '');
      await provider.interactionFinished(
        request,
        response,
        account
          ? { login: { accountId: account.sub, amr: ['pwd', 'mfa'] } }
          : { error: 'access_denied', error_description: 'The person went away.' },
      );
    });
  };

  return {
    issuer,
    port,
    accounts,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** No name typed: the person cancels. */
const PAGE = `<!doctype html><html lang="en"><title>Provider</title><h1>Provider</h1>
<form method="post"><label>Login <input name="login"></label> <button>Sign in at the provider</button></form></html>`;

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
