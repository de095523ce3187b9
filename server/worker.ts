import type { Role } from '@/lib/env';
import { createDoor } from './door';
import { tellOwnFigures } from './metrics-of-workers';
import { startTracing } from './tracing';
import { wiring } from './wiring';
import type { DrainWord, StopWord } from './workers';

/** One of several processes behind a port. Its primary has laid the ground and holds it. */
async function serve(): Promise<(lingerMs: number) => Promise<void>> {
  const { wire, begin } = await wiring(role);
  const services = wire();
  await services.compareClocks();
  const tracing = await startTracing(services);
  await door.prepare(services, tracing);
  door.open();
  // Last: from here on it is given connections.
  await door.listen();
  begin();
  process.send?.('serving');
  return async (lingerMs) => {
    await door.close(lingerMs);
    await services.close();
    await tracing?.stop();
  };
}

const role = (process.env.ROLE || 'all') as Role;
const door = createDoor({ port: Number(process.env.PORT || 3000), role, dev: false });
const serving = serve();
let stopping = false;

async function stop(lingerMs: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  const end = await serving;
  await end(lingerMs);
  await tellOwnFigures();
  process.exit(0);
}

const fail = (cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
};

serving.catch(fail);
process.on('message', (message: StopWord | DrainWord | null) => {
  if (message?.gooclaim === 'drain') door.drain();
  if (message?.gooclaim === 'stop') stop(message.lingerMs ?? 0).catch(fail);
});
// The primary is gone, and the port with it.
process.on('disconnect', () => void stop(0).catch(fail));
// A terminal signals the whole group: the primary tells its workers when.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM', 'SIGUSR2'] as const) process.on(signal, () => {});
