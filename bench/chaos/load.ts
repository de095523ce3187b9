import { setTimeout as pause } from 'node:timers/promises';
import { Agent } from 'undici';
import type { Credentials } from '../../e2e/harness/wire';
import { introspectBySecret, type Request, tokenByJson } from '../load/request';
import {
  type Asked,
  aliveUntil,
  all,
  type Change,
  mayBeAfter,
  mayBeBefore,
  type Verdicts,
} from '../right/truth';
import { type Client, historyOf, isClear, mayBeActive, mayIssue, type Token } from '../right/world';
import type { Tally } from './tally';

/** Tokens that are asked about; older ones make room, so that those issued now are among them. */
const MOST_TOKENS = 300;
/** Of the requests: tokens, tokens for a wrong secret; the rest asks whether a token is good. */
const TOKENS = 0.3;
const WRONG_SECRETS = 0.05;
/** Callers of a rush. */
const RUSHING = 32;
/** Whoever waits longer has given up, in milliseconds. */
const PATIENCE_MS = 14_000;

const one = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

/** A token's own words. */
const claimsOf = (text: string) => JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString());

/**
 * Requests at a constant rate, whatever becomes of them: a request counts from when it was due. Each answer is compared
 * with what is known to be true. What is no answer to the question (503, a broken connection) is an error and not wrong.
 */
export class Load {
  readonly tokens: Token[] = [];
  /** All tokens there are, ended at once. */
  readonly massEnds: Change[] = [];
  private readonly agent = new Agent({
    connections: 512,
    headersTimeout: PATIENCE_MS,
    bodyTimeout: PATIENCE_MS,
  });
  private sent = 0;

  constructor(
    private readonly origin: string,
    /** Requests a second. */
    public rate: number,
    private readonly clients: readonly Client[],
    /** Never changed: it asks. */
    private readonly caller: Credentials,
    private readonly tally: Tally,
  ) {}

  async run(isOver: () => boolean): Promise<void> {
    const began = performance.now();
    const underWay = new Set<Promise<void>>();
    while (!isOver()) {
      for (const now = performance.now(); this.sent < ((now - began) / 1000) * this.rate; this.sent++) {
        const going: Promise<void> = this.next(began + (this.sent / this.rate) * 1000).finally(() =>
          underWay.delete(going),
        );
        underWay.add(going);
      }
      await pause(2);
    }
    await Promise.all(underWay);
    await this.agent.close();
  }

  /** As fast as answers come, for as many seconds. @returns requests a second */
  async rush(seconds: number): Promise<number> {
    const began = performance.now();
    let answered = 0;
    const keepBusy = async () => {
      for (; performance.now() - began < seconds * 1000; answered++) await this.next(performance.now());
    };
    await Promise.all(Array.from({ length: RUSHING }, keepBusy));
    return (answered / (performance.now() - began)) * 1000;
  }

  private next(due: number): Promise<void> {
    const kind = Math.random();
    if (kind < WRONG_SECRETS) return this.askWithWrongSecret(due);
    if (kind < WRONG_SECRETS + TOKENS || this.tokens.length < 10) return this.askForToken(due);
    return this.askAbout(due, one(this.tokens));
  }

  /**
   * @param good what the answer says; undefined where it says neither
   * @param right called once the answer is there: by then more is known of what went on meanwhile
   */
  private async judge(
    due: number,
    what: (asked: Asked) => string,
    request: Request,
    read: (status: number, text: string) => boolean | undefined,
    right: (asked: Asked) => Verdicts,
  ): Promise<{ good: boolean; text: string; asked: Asked } | undefined> {
    const end = this.tally.begin(due);
    const sent = performance.now();
    let status: number;
    let text: string;
    try {
      const answer = await this.agent.request({ origin: this.origin, ...request });
      status = answer.statusCode;
      text = await answer.body.text();
    } catch (cause) {
      end((cause as { code?: string }).code ?? 'no answer');
      return undefined;
    }
    const asked = { sent, received: performance.now() };
    const good = read(status, text);
    // No verdict: whoever asked was told to try again, or that something is broken here.
    if (good === undefined && (status >= 500 || status === 429)) {
      end(String(status));
      return undefined;
    }
    const { good: mayBeGood, refused: mayBeRefused } = right(asked);
    const isRight = good === true ? mayBeGood : good === false && mayBeRefused;
    end(undefined, isRight ? undefined : `${what(asked)}: ${status} ${text.slice(0, 80)}`);
    return good === undefined ? undefined : { good, text, asked };
  }

  private async askForToken(due: number): Promise<void> {
    const client = one(this.clients);
    // An old secret as well as the newest: what was retired must stay refused.
    const secret = one(client.secrets.slice(-3));
    const answer = await this.judge(
      due,
      () => 'token',
      tokenByJson({ client_id: client.id, client_secret: secret.value }),
      (status) => (status === 200 ? true : status === 401 ? false : undefined),
      (asked) => mayIssue(client, secret, asked),
    );
    if (!answer?.good) return;
    const { text, asked } = answer;
    const token: Token = { text: JSON.parse(text).access_token, client, secret, issued: asked, revoked: [] };
    if (!isClear(token) || !this.isClearOfMassEnds(asked)) return;
    if (this.tokens.length < MOST_TOKENS) this.tokens.push(token);
    else this.tokens[Math.floor(Math.random() * MOST_TOKENS)] = token;
  }

  private async askWithWrongSecret(due: number): Promise<void> {
    const { id, secrets } = one(this.clients);
    const last = secrets.at(-1)?.value ?? '';
    const client_secret = `${last.slice(0, -1)}${last.endsWith('0') ? '1' : '0'}`;
    await this.judge(
      due,
      () => 'token for a wrong secret',
      tokenByJson({ client_id: id, client_secret }),
      (status) => (status === 200 ? true : status === 401 ? false : undefined),
      () => ({ good: false, refused: true }),
    );
  }

  private async askAbout(due: number, token: Token): Promise<void> {
    const ends = this.endsOf(token);
    const claims = claimsOf(token.text);
    await this.judge(
      due,
      (asked) => `introspection (${historyOf(token, asked)})`,
      introspectBySecret(this.caller, token.text),
      (status, text) => {
        if (status !== 200) return undefined;
        if (text === '{"active":false}') return false;
        const said = JSON.parse(text);
        const isTheSame = ['jti', 'sub', 'iss', 'exp', 'scope'].every((name) => said[name] === claims[name]);
        return said.active === true && isTheSame ? true : undefined;
      },
      (asked) => all(mayBeActive(token, asked), aliveUntil(ends, asked)),
    );
  }

  /** What ended it with all others, or may have. */
  endsOf = (token: Token): Change[] => this.massEnds.filter(({ asked }) => asked >= token.issued.received);

  /** Issued while all tokens were being ended, it may be among them or not: nothing can be said of it. */
  private isClearOfMassEnds(issued: Asked): boolean {
    return this.massEnds.every((change) => !mayBeBefore(change, issued) || !mayBeAfter(change, issued));
  }
}
