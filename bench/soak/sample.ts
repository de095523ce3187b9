import type { Sql } from 'postgres';
import { createClient } from 'redis';
import { countInside, glanceInside } from './inside';
import type { Census, Inside } from './inside-file';
import type { Stage } from './stage';

/** What everybody holds on to at one moment. */
export interface Sample<Found = Inside> {
  all: Found;
  api: Found;
  /** Connections of both processes. */
  database: number;
  redis: number;
}

/** At rest, where each listener and timer can be counted. */
export type RestSample = Sample<Inside & { census: Census }>;

const sampleBy =
  <Found>(look: (pid: number) => Promise<Found>) =>
  async ({ products, redis }: Stage, database: Sql): Promise<Sample<Found>> => {
    const all = await look(products.all.pid);
    const api = await look(products.api.pid);
    const [row] = await database<{ connections: number }[]>`
      SELECT count(*)::int AS connections FROM pg_stat_activity
      WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;
    return { all, api, database: row?.connections ?? Number.NaN, redis: await redisConnections(redis.url) };
  };

export const takeSample = sampleBy(glanceInside);
export const takeRestSample = sampleBy(countInside);

/** All but the one that asks. */
async function redisConnections(url: string): Promise<number> {
  const client = createClient({ url });
  await client.connect();
  try {
    return Number(/connected_clients:(\d+)/.exec(await client.info('clients'))?.[1]) - 1;
  } finally {
    client.destroy();
  }
}

/** Sockets and timers that keep a process going. */
export const openOf = ({ resources }: Inside): { sockets: number; timers: number } => {
  const of = (pattern: RegExp) =>
    Object.entries(resources).reduce((sum, [kind, count]) => sum + (pattern.test(kind) ? count : 0), 0);
  return { sockets: of(/^(TCPSocketWrap|PipeWrap)$/), timers: of(/^Timeout$/) };
};

export const listenersOf = ({ listeners }: Census): number =>
  Object.values(listeners).reduce((sum, count) => sum + count, 0);

/** What there is more of than before, by name. */
export const moreListeners = (before: Census, after: Census): string[] =>
  Object.entries(after.listeners)
    .map(([name, count]) => [name, count - (before.listeners[name] ?? 0)] as const)
    .filter(([, more]) => more > 0)
    .sort(([, one], [, other]) => other - one)
    .map(([name, more]) => `${more} × ${name}`);
