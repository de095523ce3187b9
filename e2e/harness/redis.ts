import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { afterAll } from 'vitest';
import { eventually } from './eventually';
import { freePort } from './free-port';
import { type Started, start } from './processes';

export const REDIS_PASSWORD = 'canary-of-redis';

/** `npm test` finds or fetches one. */
const PROGRAM = process.env.REDIS_SERVER ?? 'redis-server';

/** A connection for the test itself, so that it sees and changes what the service has stored. */
const connect = (url: string) => createClient({ url, disableOfflineQueue: true }).on('error', () => {});

/** A real Redis of one test file's own, on one port for as long as the file runs. It is ended with the file. */
export function useRedis() {
  const folder = mkdtempSync(join(tmpdir(), 'gooclaim-redis-'));
  let port = 0;
  let server: Started | undefined;
  let client: ReturnType<typeof connect> | undefined;

  const signal = (name: NodeJS.Signals) => {
    if (server && !server.hasEnded()) server.child.kill(name);
  };

  afterAll(async () => {
    client?.destroy();
    // SIGKILL ends one that is paused too.
    signal('SIGKILL');
    await server?.ended.catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    /** Starts it, empty; after `kill` again. @returns its address, for `REDIS_URL` */
    async start(): Promise<string> {
      port ||= await freePort();
      const settings = [
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--dir',
        folder,
        '--requirepass',
        REDIS_PASSWORD,
      ];
      const started = start(PROGRAM, ['--port', String(port), ...settings]);
      server = started;
      const url = `redis://:${REDIS_PASSWORD}@127.0.0.1:${port}/1`;
      client?.destroy();
      client = connect(url);
      client.connect().catch(() => {});
      await eventually('Redis is ready', () => {
        if (started.hasEnded())
          throw new Error(
            `${PROGRAM} did not start. \`npm test -- http\` finds or fetches a Redis; REDIS_SERVER names one.\n${started.stdout()}`,
          );
        return client?.isReady;
      });
      return url;
    },
    get client() {
      if (!client) throw new Error('Redis was not started.');
      return client;
    },
    async kill(): Promise<void> {
      signal('SIGKILL');
      await server?.ended;
    },
    /** It keeps its connections and answers nothing. */
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
  };
}
