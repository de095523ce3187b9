import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import { type Answer, call } from './call';
import { SERVER } from './shared';
import { bearer, type Credentials, getToken, JSON_TYPE } from './wire';

/** What tokens for the MCP server are asked for, at whatever door. */
export const MCP = `${SERVER}/mcp`;

export const mcpToken = (client: Credentials, extra: Record<string, unknown> = {}): Promise<string> =>
  getToken(SERVER, client, { resource: MCP, ...extra });

/** One message, sent as it is. */
export const post = (
  body: unknown,
  token: string,
  headers: Record<string, string> = {},
  origin = SERVER,
): Promise<Answer> =>
  call(`${origin}/mcp`, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...bearer(token), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

export const PING = { jsonrpc: '2.0', id: 1, method: 'ping' };

/** What a tool answered: its output, or the refusal in the form of the wire. */
interface ToolAnswer {
  refused: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape is what they check
  json: any;
}

export type Agent = (tool: string, input?: Record<string, unknown>) => Promise<ToolAnswer>;

/** An agent with the real client of the protocol. */
export async function agentWith(token: string, origin = SERVER): Promise<Agent> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${origin}/mcp`), {
      requestInit: { headers: bearer(token) },
    }),
  );
  return agentOf(client);
}

export const agentOf =
  (client: Pick<Client, 'callTool'>): Agent =>
  async (tool, input = {}) => {
    const {
      isError = false,
      structuredContent,
      content,
    } = await client.callTool({
      name: tool,
      arguments: input,
    });
    const [{ text = '' } = {}] = content as { text?: string }[];
    return { refused: isError === true, json: structuredContent ?? parsed(text) };
  };

const parsed = (text: string) => (text.startsWith('{') ? JSON.parse(text) : text);

/** Somebody's key that a new secret is encrypted to. */
export async function newRecipient() {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { extractable: true });
  return {
    key: { ...(await exportJWK(publicKey)) },
    privateJwk: { ...(await exportJWK(privateKey)) },
    async open(jwe: string): Promise<string> {
      return new TextDecoder().decode((await compactDecrypt(jwe, privateKey)).plaintext);
    },
  };
}
