import { call } from '../../e2e/harness/call';
import { Choices } from '../fuzz/choices';
import { CANARY } from '../fuzz/deform';
import { mutateText, mutateToken } from '../fuzz/mutate';
import { type Attack, onConnections } from './attack';
import { formFlaw, type Shot, someNetwork, told } from './shot';
import type { Stage } from './stage';
import { json, type Schema, samples, spoilt } from './values';

const LANES = 4;
const KEPT = 40;

/** A message as the protocol has it. */
const MESSAGE: Schema = {
  type: 'object',
  properties: { jsonrpc: { const: '2.0' }, id: { type: 'integer' }, method: { type: 'string' }, params: {} },
};

/** The tools of /mcp: by the schemas that they name themselves, or against them, and messages that are none. */
export const mcp: Attack = {
  name: 'mcp',
  words: 'the tools of /mcp: by their own schemas or against them, and messages that are none',
  share: 0.07,
  anew: true,
  async prepare(stage) {
    const tokens = await tokensFor(stage);
    const tools: { name: string; inputSchema: Schema; kept: unknown[] }[] = (
      await listed(stage, tokens[0] ?? '')
    ).map((tool: Schema) => ({ ...tool, kept: samples(tool.inputSchema, tool.inputSchema, 3, KEPT) }));
    return async (figures, budget) => {
      await onConnections(stage.port, LANES, figures, budget, async (number, ask) => {
        const choices = new Choices(budget.seed, number);
        const tool = choices.pick(tools);
        const kind = choices.next();
        const input = choices.pick(tool.kept);
        const message = (params: unknown, method = 'tools/call'): Record<string, unknown> => ({
          jsonrpc: '2.0',
          id: number,
          method,
          params,
        });
        const right = message({ name: tool.name, arguments: input });
        const isGood = kind < 0.2;
        const asked = isGood
          ? right
          : kind < 0.65
            ? message({
                name: tool.name,
                arguments: spoilt(choices, input, tool.inputSchema, tool.inputSchema),
              })
            : kind < 0.8
              ? spoilt(choices, right, MESSAGE, MESSAGE)
              : message(
                  choices.pick([{}, null, [], CANARY, { cursor: CANARY }, { name: CANARY, arguments: {} }]),
                  choices.pick([
                    ...[
                      'initialize',
                      'ping',
                      'tools/list',
                      'resources/read',
                      'prompts/get',
                      'logging/setLevel',
                    ],
                    ...['notifications/initialized', 'completion/complete', '__proto__', '', CANARY],
                  ]),
                );
        const token = choices.pick(tokens);
        const wrong = !isGood && choices.chance(0.1);
        const shot: Shot = {
          method: 'POST',
          target: '/mcp',
          headers: [
            someNetwork(choices),
            ['Content-Type', 'application/json'],
            ['Accept', 'application/json, text/event-stream'],
            ['Authorization', `Bearer ${wrong ? mutateToken(choices, token) : token}`],
            ...(choices.chance(0.2)
              ? ([['MCP-Protocol-Version', choices.pick(['2025-06-18', '1900-01-01', CANARY, ''])]] as [
                  string,
                  string,
                ][])
              : []),
          ],
          body: choices.chance(0.05) && !isGood ? mutateText(choices, json(asked)) : json(asked),
        };
        const answer = await ask(shot);
        if (isGood) figures.good++;
        if (isGood && answer.status === 200) figures.served++;
        // A tool may say which of its inputs was wrong; only what is refused outright repeats nothing.
        const flaw =
          formFlaw(answer.status === 400 ? { ...answer, body: Buffer.alloc(0) } : answer, shot) ??
          (wrong && answer.status < 300 ? 'a wrong token is let in' : undefined);
        if (flaw) figures.fault(told(flaw, { ...shot, headers: [] }, answer));
      });
    };
  },
};

async function tokensFor({ service: { origin }, material }: Stage): Promise<string[]> {
  const tokens: string[] = [];
  for (const { id, secret } of material.administrators) {
    const answer = await call(`${origin}/v1/auth/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id: id,
        client_secret: secret,
        resource: `${origin}/mcp`,
      }),
    });
    tokens.push(answer.json.access_token);
  }
  return tokens;
}

async function listed({ service: { origin } }: Stage, token: string): Promise<Schema[]> {
  const { json: answer } = await call(`${origin}/mcp`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  });
  return answer.result.tools;
}
