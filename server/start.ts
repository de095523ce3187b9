import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { MOST_WORKERS_BY_ITSELF, type Role } from '@/lib/env';
import { type Demo, isDemoDue, offerDemo } from './demo';
import { createDoor } from './door';
import { type Foundation, layFoundation } from './foundation';
import { endOnSignal, type Stop, surviveRestartSignal } from './signals';
import { startTracing } from './tracing';
import { welcome } from './welcome';
import { wiring } from './wiring';
import { startWorkers } from './workers';

interface Plan {
  port: number;
  role: Role;
  dev: boolean;
  /** Until it is aborted, a database that is not there yet is waited for. */
  patience: AbortSignal;
}

/** The server of `npm start` and `npm run dev`. Resolves when it serves. */
export async function startServer({ dev }: { dev: boolean }): Promise<void> {
  surviveRestartSignal();
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error('PORT must be a number from 1 to 65535.');
  if (process.env.WORKERS === 'auto')
    process.env.WORKERS = String(Math.min(MOST_WORKERS_BY_ITSELF, availableParallelism()));
  // What is no role is refused with the other settings, in one list.
  const impatience = new AbortController();
  const patience = impatience.signal;
  const starting = start({ port, role: (process.env.ROLE || 'all') as Role, dev, patience });
  // From the first moment: whoever presses Ctrl-C while the database is being made must not leave it behind.
  endOnSignal(starting, impatience);
  await starting.catch((cause: unknown) => {
    // Of a start that was not to go on there is nothing to say.
    if (!patience.aborted) throw cause;
  });
}

/** @returns how to stop all that it started */
async function start(plan: Plan): Promise<Stop> {
  const { port, role, dev } = plan;
  const workers = dev ? 1 : Number(process.env.WORKERS || 1);
  const door = createDoor(plan);
  // The port before anything is made: were it taken, an issuer that names it would stay, and a demo nobody was shown.
  await door.listen();
  try {
    const { wire, begin } = await wiring(role);
    const foundation = await layFoundation(port, wire, {
      signingKeys: 'ready',
      patience: plan.patience,
      onWait: () => door.waitFor('database'),
    });
    const { services, leave } = foundation;
    // Only what a machine sends to stop another: nobody at a keyboard is to wait.
    const drainMs = (signal: NodeJS.Signals) =>
      signal === 'SIGTERM' ? services.settings.drainSeconds * 1000 : 0;
    try {
      if (workers > 1) services.waitLong();
      if (role !== 'portal') {
        await services.keepAuditLog();
        // Not waited for: after a long time there may be much.
        void services.prune();
      }
      if (workers > 1) {
        await door.close();
        const stopWorkers = await startWorkers(workers, services.log);
        await greet(plan, foundation, () => {});
        return async (signal) => {
          await stopWorkers(drainMs(signal));
          await leave();
        };
      }
      const tracing = await startTracing(services);
      await door.prepare(services, tracing);
      await greet(plan, foundation, door.open);
      begin();
      return async (signal) => {
        door.drain();
        await pause(drainMs(signal));
        await door.close();
        await leave();
        await tracing?.stop();
      };
    } catch (cause) {
      await leave();
      throw cause;
    }
  } catch (cause) {
    await door.close();
    throw cause;
  }
}

/** Opens, and says so; on the first start of a local database with a demo to look at. */
async function greet({ port, role }: Plan, foundation: Foundation, open: () => void): Promise<void> {
  const { services } = foundation;
  const local = services.settings.mode === 'local';
  const show = (demo?: Demo) => {
    open();
    process.stdout.write(`${welcome(local ? `http://localhost:${port}` : services.issuer, role, demo)}\n`);
  };
  if (local && role !== 'portal') {
    if (isDemoDue(foundation) && (await offerDemo(foundation, show))) return;
  }
  show();
}
