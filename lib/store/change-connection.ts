import { CHANGES_CHANNEL } from './change-messages';
import { connect } from './database';
import type { LineWatch } from './lines';
import { readServerName } from './server-name';

/** Two connections for as long as both are good: one that only listens, and one to speak by. */
export interface ChangeConnection {
  say(text: string): Promise<void>;
  end(): Promise<void>;
}

/**
 * Begins to listen. What is said by the speaking connection comes back by the listening one: behind a pooler that hands
 * its connections around, it never does.
 *
 * @param heard called in the order of the commits
 * @param lost called once the connection that listens has closed: what was said since may be missing
 */
export function listenToChanges(
  url: string,
  watch: LineWatch,
  {
    heard,
    began,
    lost,
  }: { heard(text: string): void; began(server: string): void; lost(cause?: unknown): void },
): ChangeConnection {
  const lines = watch.lines();
  const forever = {
    max: 1,
    idle_timeout: undefined,
    max_lifetime: null,
    fetch_types: false,
    socket: lines.socket,
  };
  const listener = connect(url, {
    ...forever,
    onnotify: (_channel, text) => heard(text),
    onclose: () => lost(),
  });
  // A word is not worth waiting for the disk.
  const speaker = connect(url, { ...forever, connection: { synchronous_commit: 'off' } });
  readServerName(listener)
    .then(async (server) => {
      await listener.unsafe(`LISTEN ${CHANGES_CHANNEL}`);
      began(server);
    })
    .catch(lost);
  return {
    say: async (text) => {
      await speaker`SELECT pg_notify(${CHANGES_CHANNEL}, ${text})`;
    },
    end: async () => {
      await Promise.all([listener.end({ timeout: 0 }), speaker.end({ timeout: 0 })]);
      // Of a server that hangs they would stay half closed until it says something.
      lines.cut();
    },
  };
}
