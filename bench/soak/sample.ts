import { connect } from 'node:net';
import type { Sql } from 'postgres';
import { lookInside } from './inside';
import type { Inside } from './inside-file';
import type { Stage } from './stage';

/** What everybody holds on to at one moment. */
export interface Sample {
  all: Inside;
  api: Inside;
  /** Connections of both processes. */
  database: number;
  redis: number;
}

export async function takeSample({ products, redis }: Stage, database: Sql): Promise<Sample> {
  const all = await lookInside(products.all.pid);
  const api = await lookInside(products.api.pid);
  const [row] = await database<{ connections: number }[]>`
    SELECT count(*)::int AS connections FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;
  return { all, api, database: row?.connections ?? Number.NaN, redis: await redisConnections(redis.url) };
}

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

export const listenersOf = ({ listeners }: Inside): number =>
  Object.values(listeners).reduce((sum, count) => sum + count, 0);

/** What there is more of than before, by name. */
export const moreListeners = (before: Inside, after: Inside): string[] =>
  Object.entries(after.listeners)
    .map(([name, count]) => [name, count - (before.listeners[name] ?? 0)] as const)
    .filter(([, more]) => more > 0)
    .sort(([, one], [, other]) => other - one)
    .map(([name, more]) => `${more} × ${name}`);
