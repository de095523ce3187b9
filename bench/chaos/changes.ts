import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, call } from '../../e2e/harness/call';
import { basic, bearer, type Credentials, FORM_TYPE, JSON_TYPE } from '../../e2e/harness/wire';
import type { Change } from '../right/truth';
import type { Client, Secret, Token } from '../right/world';
import type { Ledger } from './ledger';

/** How long a state lasts, in milliseconds: longer than the bound, so that there are answers of which only one can be right. */
const LASTING_MS = 1_500;
/** Between two attempts at a change that was not acknowledged, in milliseconds. */
const AGAIN_MS = 300;

interface Wish {
  method: 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  /** What says, of a second attempt, that the first one had been carried out. */
  done?: readonly number[];
}

/**
 * What programs of the tenant change while the load goes on, by the management API, through the proxy. A change that is
 * not acknowledged is tried again until it is: till then either answer is right.
 */
export class Changes {
  private token: string | undefined;
  readonly done: Record<string, number> = {};

  constructor(
    private readonly origin: string,
    private readonly manager: Credentials,
    private readonly ledger: Ledger,
    private readonly isOver: () => boolean,
  ) {}

  /** @param isEnded whether a token was ended, with all others */
  async run(
    rotated: Client,
    switchedOff: Client,
    revocable: () => Token | undefined,
    isEnded: (token: Token) => boolean,
  ): Promise<void> {
    const again = async (change: () => Promise<unknown>) => {
      while (!this.isOver()) await change();
    };
    await Promise.all([
      again(() => this.rotate(rotated)),
      again(() => this.switchOff(switchedOff)),
      again(() => this.revoke(revocable(), isEnded)),
      again(() => this.make()),
    ]);
  }

  /** A client, as the oracle keeps it. */
  async make(): Promise<Client> {
    const made = pending();
    const answer = await this.insist('client made', made, {
      method: 'POST',
      path: '',
      body: { client_name: 'Made in chaos', scope: 'workflow:read' },
    });
    const { client_id: id = '', client_secret: value = '', secret_id = '' } = answer?.json ?? {};
    if (answer) {
      this.ledger.made(id);
      this.ledger.rotated(secret_id);
    }
    await this.last();
    return { id, secrets: [{ id: secret_id, value, made, retired: [] }], disabled: [], enabled: [] };
  }

  private async rotate({ id, secrets }: Client): Promise<void> {
    const old = secrets.at(-1) as Secret;
    const made = pending();
    const answer = await this.insist('secret rotated', made, {
      method: 'POST',
      path: `/${id}/secrets`,
      body: { overlap_seconds: 3600, current_secret_id: old.id },
    });
    if (!answer) return;
    const { client_secret: value, secret_id } = answer.json;
    secrets.push({ id: secret_id, value, made, retired: [] });
    this.ledger.rotated(secret_id);
    await this.last();
    const path = `/${id}/secrets/${old.id}`;
    const retired = await this.change('secret retired', old.retired, {
      method: 'DELETE',
      path,
      done: [404, 409],
    });
    if (retired) this.ledger.ended(old.id);
    await this.last();
  }

  private async switchOff({ id, disabled, enabled }: Client): Promise<void> {
    const wish = (word: string): Wish => ({ method: 'POST', path: `/${id}/${word}`, done: [409] });
    await this.change('client disabled', disabled, wish('disable'));
    await this.last();
    await this.change('client enabled', enabled, wish('enable'));
    await this.last();
  }

  /** By its own client, as RFC 7009 has it. */
  private async revoke(token: Token | undefined, isEnded: (token: Token) => boolean): Promise<void> {
    await this.last();
    if (!token) return;
    const change = pending();
    token.revoked.push(change);
    const { jti } = JSON.parse(Buffer.from(token.text.split('.')[1] ?? '', 'base64url').toString());
    const attempt = () =>
      call(`${this.origin}/v1/auth/revoke`, {
        method: 'POST',
        headers: { ...basic(token.client.id, token.secret.value), ...FORM_TYPE },
        body: new URLSearchParams({ token: token.text }).toString(),
      });
    // Of a token that is ended already there is nothing to write down.
    const isWritten = () => !isEnded(token);
    const done = await this.until(change, 'token revoked', attempt, [], isWritten);
    if (done && isWritten()) this.ledger.revoke(jti);
  }

  private change(kind: string, list: Change[], wish: Wish): Promise<Answer | undefined> {
    const change = pending();
    list.push(change);
    return this.insist(kind, change, wish);
  }

  /** One change of the management API, under one key however often it is tried. */
  private insist(
    kind: string,
    change: Change,
    { method, path, body, done = [] }: Wish,
  ): Promise<Answer | undefined> {
    const key = randomUUID();
    return this.until(
      change,
      kind,
      async () => {
        const token = await this.ownToken();
        const answer = await call(`${this.origin}/v1/tenants/self/clients${path}`, {
          method,
          headers: {
            ...bearer(token),
            ...(body === undefined ? {} : { ...JSON_TYPE, 'Idempotency-Key': key }),
          },
          body: body === undefined ? undefined : JSON.stringify(body),
        });
        // Ended with all others, or by a clock that went wrong.
        if (answer.status === 401) this.token = undefined;
        return answer;
      },
      done,
    );
  }

  /** @returns undefined when all is over before it was acknowledged */
  private async until(
    change: Change,
    kind: string,
    attempt: () => Promise<Answer>,
    done: readonly number[] = [],
    isWritten: () => boolean = () => true,
  ): Promise<Answer | undefined> {
    for (let attempts = 1; !this.isOver(); attempts++) {
      const answer = await attempt().catch(() => undefined);
      if (answer && (answer.status < 300 || (attempts > 1 && done.includes(answer.status)))) {
        change.acknowledged = performance.now();
        this.done[kind] = (this.done[kind] ?? 0) + 1;
        // Of a second attempt, the row may be the first one's.
        if (attempts === 1 && isWritten()) this.ledger.audited(answer.headers['x-request-id'] ?? '');
        return answer;
      }
      if (answer && answer.status < 500 && ![401, 429].includes(answer.status) && !isAtOnce(answer))
        throw new Error(`${kind}: ${answer.status} ${answer.text}`);
      await pause(AGAIN_MS);
    }
    return undefined;
  }

  /** @throws Error when there is none to be had now */
  private async ownToken(): Promise<string> {
    if (this.token) return this.token;
    const answer = await call(`${this.origin}/v1/auth/token`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ grant_type: 'client_credentials', ...this.manager }),
    });
    if (answer.status !== 200) throw new Error(`no token to manage with: ${answer.status}`);
    const token: string = answer.json.access_token;
    this.token = token;
    return token;
  }

  private last(): Promise<void> {
    return this.isOver() ? Promise.resolve() : pause(LASTING_MS);
  }
}

/** The attempt before may still be under way behind a slow database: whoever lost its answer is told to ask again. */
const isAtOnce = ({ status, text }: Answer): boolean => status === 409 && text.includes('ask again');

const pending = (): Change => ({ asked: performance.now(), acknowledged: Number.POSITIVE_INFINITY });
