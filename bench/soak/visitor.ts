import { setTimeout as pause } from 'node:timers/promises';
import { call } from '../../e2e/harness/call';
import type { Portal } from '../../e2e/harness/portal';

/** Between two visits, in milliseconds. */
const PAUSE_MS = 500;

/** What the pages of the portal ask for, below `/api/portal`. */
const asked = (clientId: string): string[] =>
  [
    ...[
      'session',
      'sessions',
      'attention',
      'usage?range=24h',
      'audit',
      'secrets',
      'members',
      'apps',
      'webhooks',
    ],
    ...['signing-keys', 'activity', 'clients', `clients/${clientId}`, `clients/${clientId}/activity`],
  ].map((path) => `/api/portal/${path}`);
const pages = (clientId: string): string[] => [
  ...['/overview', '/clients', `/clients/${clientId}`, '/audit', '/secrets', '/debugger', '/webhooks'],
  ...['/docs', '/docs/rotation', '/docs/reference', '/openapi.json'],
];
/** Of either process, without a session. */
const PUBLIC = ['/.well-known/oauth-authorization-server', '/.well-known/jwks.json', '/metrics', '/readyz'];

interface Visit {
  path: string;
  ask(): Promise<{ status: number; text: string }>;
}

/** Somebody who goes through the whole portal, again and again, with a new connection each time. */
export class Visitor {
  visits = 0;
  readonly faults: string[] = [];
  private next = 0;

  constructor(
    public portal: Portal,
    private readonly api: string,
    private readonly clientId: string,
  ) {}

  private list(): Visit[] {
    const own = [...asked(this.clientId), ...pages(this.clientId), ...PUBLIC];
    return [
      ...own.map((path) => ({ path, ask: () => this.portal.call(path) })),
      ...PUBLIC.map((path) => ({ path, ask: () => call(`${this.api}${path}`) })),
    ];
  }

  /** Everything once. */
  async everything(): Promise<void> {
    for (const visit of this.list()) await this.look(visit);
  }

  async run(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const list = this.list();
      const visit = list[this.next++ % list.length];
      if (visit) await this.look(visit);
      await pause(PAUSE_MS);
    }
  }

  private async look({ path, ask }: Visit): Promise<void> {
    this.visits++;
    const { status, text } = await ask().catch((cause: Error) => ({ status: 0, text: cause.message }));
    if (status !== 200) this.faults.push(`${path}: ${status} ${text.slice(0, 200)}`);
  }
}
