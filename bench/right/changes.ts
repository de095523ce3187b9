import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../e2e/harness/call';
import type { Portal } from '../../e2e/harness/portal';
import { revoke, send } from '../load/request';
import { changing } from './truth';
import type { Client, Token } from './world';

/** Between two changes of a kind, in milliseconds. */
const PAUSE_MS = 100;
/** How long a state lasts: longer than the bound, so that there are answers of which only one can be right. */
const LASTING_MS = 1_500;

/** What is changed while the load goes on, each kind by itself, until it is over; how often, by name. */
export class Changes {
  readonly done: Record<string, number> = {};

  constructor(
    private readonly portal: Portal,
    private readonly ports: readonly number[],
    private readonly isOver: () => boolean,
  ) {}

  /** @throws Error when a change is refused */
  async run(rotated: Client, switchedOff: Client, revocable: () => Token | undefined): Promise<void> {
    await Promise.all([
      this.repeat(() => this.rotateSecret(rotated)),
      this.repeat(() => this.switchOff(switchedOff)),
      this.repeat((round) => this.revokeToken(revocable(), this.ports[round % this.ports.length] ?? 0)),
      this.repeat(() => this.rotateKey()),
    ]);
  }

  /** Each of them once, at the same time. */
  async once(rotated: Client, switchedOff: Client, token: Token | undefined, port: number): Promise<void> {
    await Promise.all([
      this.rotateSecret(rotated),
      this.switchOff(switchedOff),
      this.revokeToken(token, port),
      this.rotateKey(),
    ]);
  }

  private async repeat(change: (round: number) => Promise<void>): Promise<void> {
    for (let round = 0; !this.isOver(); round++) {
      await change(round);
      await pause(PAUSE_MS);
    }
  }

  private async count(kind: string, asked: Promise<Answer>): Promise<Answer> {
    const answer = await asked;
    if (answer.status >= 300) throw new Error(`${kind}: ${answer.status} ${answer.text}`);
    this.done[kind] = (this.done[kind] ?? 0) + 1;
    return answer;
  }

  private async rotateSecret({ id, secrets }: Client): Promise<void> {
    const old = secrets.at(-1);
    if (!old) return;
    const path = `/clients/${id}/secrets`;
    const asked = performance.now();
    const body = { overlap_seconds: 3600, current_secret_id: old.id };
    const { client_secret, secret_id } = (await this.count('secrets rotated', this.portal.post(path, body)))
      .json;
    const made = { asked, acknowledged: performance.now() };
    secrets.push({ id: secret_id, value: client_secret, made, retired: [] });
    await pause(LASTING_MS);
    await changing(old.retired, () => this.count('secrets retired', this.portal.delete(`${path}/${old.id}`)));
    await pause(LASTING_MS);
  }

  private async switchOff({ id, disabled, enabled }: Client): Promise<void> {
    await changing(disabled, () =>
      this.count('clients disabled', this.portal.post(`/clients/${id}/disable`)),
    );
    await pause(LASTING_MS);
    await changing(enabled, () => this.count('clients enabled', this.portal.post(`/clients/${id}/enable`)));
    await pause(2 * LASTING_MS);
  }

  private async revokeToken(token: Token | undefined, port: number): Promise<void> {
    if (!token) return;
    const { client, secret, text } = token;
    const owner = { client_id: client.id, client_secret: secret.value };
    await changing(token.revoked, () => this.count('tokens revoked', send(revoke(owner, text), port)));
  }

  private async rotateKey(): Promise<void> {
    await this.count('keys rotated', this.portal.post('/signing-keys/rotate', { at_once: true }));
    await pause(LASTING_MS);
  }
}
