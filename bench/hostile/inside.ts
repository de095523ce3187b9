// Loaded into the service before anything else (`node --import`): what only a process itself can say of itself.
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { percentile } from '../report/statistics';
import type { Inside } from './stage';

/** Between two looks at the clock, in milliseconds. */
const EVERY_MS = 10;

// The service starts programs with the same settings: the socket is for the first.
const address = process.env.HOSTILE_PROBE;
delete process.env.HOSTILE_PROBE;
delete process.env.NODE_OPTIONS;

if (address) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // Of each turn by how much it came too late, and for how much of that this thread was waiting for a processor.
  const late: { own: number; starved: number }[] = [];
  let due = performance.now() + EVERY_MS;
  let waited = waitedMs();
  setInterval(() => {
    const now = performance.now();
    const waitedNow = waitedMs();
    const starved = waitedNow - waited;
    late.push({ own: Math.max(0, now - due - starved), starved });
    due = now + EVERY_MS;
    waited = waitedNow;
  }, EVERY_MS).unref();

  createServer((socket) => {
    socket.on('error', () => {});
    const own = late.map((turn) => turn.own);
    const stall = {
      longestMs: own.reduce((most, one) => Math.max(most, one), 0),
      p999Ms: percentile(own, 0.999) || 0,
      starvedMs: late.reduce((most, { starved }) => Math.max(most, starved), 0),
    };
    // Twice: what the first one finalizes, the second one frees.
    collect();
    collect();
    const { rss, heapUsed, external } = process.memoryUsage();
    const resources = process.getActiveResourcesInfo();
    const told: Inside = {
      ...stall,
      rss,
      heapUsed,
      external,
      sockets: resources.filter((name) => name === 'TCPSocketWrap').length,
      files: readdirSync('/proc/self/fd').length,
    };
    socket.end(JSON.stringify(told));
    // Without what looking has cost.
    late.length = 0;
    due = performance.now() + EVERY_MS;
    waited = waitedMs();
  })
    .listen(address)
    .unref();
}

/** How long the main thread was ready to run and did not, so far: others had the processors (proc(5), schedstat). */
function waitedMs(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
