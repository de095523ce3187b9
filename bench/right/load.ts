import { Pool } from 'undici';
import { Verifier } from '../../e2e/harness/verifier';
import { introspectByJson, type Request, tokenByJson } from '../load/request';
import type { Asked, Verdicts } from './truth';
import { type Client, historyOf, isClear, mayBeActive, mayIssue, type Token } from './world';

const AT_ONCE = 32;
/** Tokens that are asked about; older ones make room, so that those issued now are among them. */
const MOST_TOKENS = 400;
/** One token in so many is verified by an API of its own as well, with the published keys. */
const VERIFIED = 10;

const one = <T>(list: readonly T[]): T | undefined => list[Math.floor(Math.random() * list.length)];

interface Instance {
  pool: Pool;
  verifier: Verifier;
}

/** Tokens and introspections at full speed, each answer compared with what is known to be true. */
export class Load {
  readonly tokens: Token[] = [];
  readonly wrong: string[] = [];
  /** Requests answered, and of how many only one answer could be right. */
  answered = 0;
  certain = 0;
  private readonly instances: Instance[];

  constructor(
    ports: readonly number[],
    private readonly clients: readonly Client[],
    /** Never changed: its token asks. */
    private readonly caller: Token,
    private readonly isOver: () => boolean,
  ) {
    this.instances = ports.map((port) => ({
      pool: new Pool(`http://127.0.0.1:${port}`, { connections: AT_ONCE }),
      verifier: new Verifier(`http://127.0.0.1:${port}`),
    }));
  }

  async run(): Promise<void> {
    const work = async () => {
      while (!this.isOver()) {
        const instance = one(this.instances) as Instance;
        const kind = Math.random();
        if (kind < 0.3 || this.tokens.length === 0) await this.askForToken(instance);
        else await this.askAbout(instance, one(this.tokens) as Token, kind < 0.45);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await Promise.all(this.instances.map(({ pool }) => pool.close()));
  }

  /** @param good what the answer says; undefined for one that is neither */
  private judge(
    what: string,
    answer: { status: number; text: string },
    good: boolean | undefined,
    right: Verdicts,
  ): void {
    this.answered++;
    if (right.good !== right.refused) this.certain++;
    const isRight = good === undefined ? false : good ? right.good : right.refused;
    if (!isRight) this.wrong.push(`${what}: ${answer.status} ${answer.text.slice(0, 60)}`);
  }

  private async ask({ pool }: Instance, request: Request) {
    const sent = performance.now();
    const { statusCode, body } = await pool.request(request);
    const text = await body.text();
    const asked: Asked = { sent, received: performance.now() };
    return { status: statusCode, text, asked };
  }

  private async askForToken(instance: Instance): Promise<void> {
    const client = one(this.clients) as Client;
    // An old secret as well as the newest: what was retired must stay refused.
    const secret = one(client.secrets.slice(-3)) as Client['secrets'][number];
    const request = tokenByJson({ client_id: client.id, client_secret: secret.value });
    const { status, text, asked } = await this.ask(instance, request);
    const good = status === 200 ? true : status === 401 ? false : undefined;
    this.judge('token', { status, text }, good, mayIssue(client, secret, asked));
    if (status !== 200) return;
    const token: Token = { text: JSON.parse(text).access_token, client, secret, issued: asked, revoked: [] };
    if (this.answered % VERIFIED === 0 && !(await instance.verifier.verify(token.text)))
      this.wrong.push('a new token does not verify with the published keys');
    if (!isClear(token)) return;
    if (this.tokens.length < MOST_TOKENS) this.tokens.push(token);
    else this.tokens[this.answered % MOST_TOKENS] = token;
  }

  /** @param byItself whether the token is the caller's credential as well */
  private async askAbout(instance: Instance, token: Token, byItself: boolean): Promise<void> {
    const caller = byItself ? token : this.caller;
    const { status, text, asked } = await this.ask(instance, introspectByJson(caller.text, token.text));
    const active = status === 200 && text.startsWith('{"active":true');
    const refused = byItself ? status === 401 : status === 200 && text === '{"active":false}';
    const good = active ? true : refused ? false : undefined;
    const what = `${byItself ? 'introspection of itself' : 'introspection'} (${historyOf(token, asked)})`;
    this.judge(what, { status, text }, good, mayBeActive(token, asked));
  }
}
