import { createClient, type RedisScripts } from 'redis';

/** Longest a command may take, in milliseconds. */
const ANSWER_WITHIN_MS = 500;
/** A connection on which nothing moved for this long is dropped and made anew. Pings keep a good one from it. */
const SILENCE_MS = 5_000;
const PING_EVERY_MS = 2_000;
const LONGEST_RECONNECT_DELAY_MS = 1_000;

/**
 * Connects to Redis and stays connected, however often it goes away.
 *
 * @param url `redis://user:password@host:port/database`, or `rediss://` for TLS
 * @param authority who vouches for the server of a `rediss://` address, PEM; without it, those that Node brings along
 */
export function openRedis<Scripts extends RedisScripts>(
  url: string,
  scripts: Scripts,
  authority: string | undefined,
) {
  const client = createClient({
    url,
    scripts,
    keyPrefix: 'gooclaim:',
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    pingInterval: PING_EVERY_MS,
    // The client's own timeout ends with the sending of a command: an answer that never comes is waited for below.
    commandOptions: { timeout: undefined },
    socket: {
      ...(authority ? { tls: true as const, ca: authority } : {}),
      connectTimeout: SILENCE_MS,
      socketTimeout: SILENCE_MS,
      // Of their own accord clients give up after a silence. Spread, so that instances do not come back in one instant.
      reconnectStrategy: (retries) =>
        Math.min(50 * 2 ** retries, LONGEST_RECONNECT_DELAY_MS) * (0.5 + Math.random() / 2),
    },
  });
  let fault: unknown;
  // Without a listener the first lost connection would end the process.
  client.on('error', (cause) => {
    fault = cause;
  });
  // Rejects only when it was closed before it was connected.
  client.connect().catch(() => {});

  let silent = false;
  return {
    /**
     * Runs one command. While Redis is away or owes an answer it rejects at once: nothing is queued, and a call waits
     * for a silent server only once.
     *
     * @throws Error with the reason that the connection is not there as its cause
     */
    async run<T>(command: (connected: typeof client) => Promise<T>): Promise<T> {
      if (!client.isReady) throw new Error('Redis cannot be reached.', { cause: fault });
      if (silent) throw new Error('Redis does not answer.');
      let timer: NodeJS.Timeout | undefined;
      let settled = false;
      const answer = command(client).finally(() => {
        settled = true;
        silent = false;
      });
      const late = new Promise<never>((_, reject) => {
        // A process that was busy finds both due, the timer and the answer: sockets are read before immediates run.
        timer = setTimeout(() => setImmediate(giveUp), ANSWER_WITHIN_MS);
        function giveUp() {
          if (settled) return;
          silent = true;
          reject(new Error('Redis did not answer in time.'));
        }
      });
      try {
        return await Promise.race([answer, late]);
      } finally {
        clearTimeout(timer);
      }
    },
    /** Whether it could be asked now. */
    isReady: () => client.isReady && !silent,
    close: () => client.destroy(),
  };
}

export type RedisConnection<Scripts extends RedisScripts> = ReturnType<typeof openRedis<Scripts>>;
