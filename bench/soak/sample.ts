import { connect } from 'node:net';
import type { Sql } from 'postgres';
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
function redisConnections(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      text += chunk;
      const [, count] = /connected_clients:(\d+)/.exec(text) ?? [];
      if (count === undefined) return;
      socket.destroy();
      resolve(Number(count) - 1);
    });
    socket.write('INFO clients\r\n');
  });
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
