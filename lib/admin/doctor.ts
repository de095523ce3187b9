import { readServer } from '../store/health';
import { isMigrated } from '../store/migrate';
import { sealingFault } from './key-sealing';
import type { SigningKeyServices } from './key-services';
import { viewKeys } from './key-view';
import type { PooledServices } from './services';

/** What was found of one thing, and what to do about it. */
export interface Finding {
  check: string;
  /** `warning`: it works, and somebody should look at it. `fault`: something does not work. */
  state: 'good' | 'warning' | 'fault';
  found: string;
  mend?: string;
}

const OLDEST_VERSION = 15;
/** Clocks that differ by more than this refuse each other's tokens: it is the leeway of `iat` (RFC 7519 §4.1.6). */
const CLOCK_FAULT_MS = 30_000;
const CLOCK_WARNING_MS = 2_000;
const DAY_MS = 86_400_000;

/** The database, its schema and its clock; nothing is changed. Does not fail. */
export async function examineDatabase(
  { db, clock }: Pick<PooledServices, 'db' | 'clock'>,
  migrationsFolder: string,
): Promise<Finding[]> {
  try {
    const asked = clock();
    const { version, now, open } = await readServer(db);
    const major = Math.floor(version / 10_000);
    const database: Finding =
      major < OLDEST_VERSION
        ? {
            check: 'database',
            state: 'fault',
            found: `PostgreSQL ${major}`,
            mend: `Move to PostgreSQL ${OLDEST_VERSION} or newer.`,
          }
        : open
          ? {
              check: 'database',
              state: 'warning',
              found: `PostgreSQL ${major} answers from another machine, unencrypted`,
              mend: 'Add ?sslmode=verify-full&sslrootcert=… to DATABASE_URL.',
            }
          : { check: 'database', state: 'good', found: `PostgreSQL ${major} answers` };
    const schema: Finding = (await isMigrated(db, migrationsFolder))
      ? { check: 'migrations', state: 'good', found: 'the schema is this release’s, or newer' }
      : {
          check: 'migrations',
          state: 'fault',
          found: 'the schema is older than this release, or not there',
          mend: 'Start a process with ROLE=api or ROLE=all: it migrates. Its user must own the tables.',
        };
    // In the middle of the question, as near as one can tell.
    return [database, schema, clockFinding(Math.round((asked + clock()) / 2 - now))];
  } catch (cause) {
    return [
      {
        check: 'database',
        state: 'fault',
        found: `cannot be asked: ${innermost(cause)}`,
        mend: 'Look at DATABASE_URL, and whether PostgreSQL runs, can be reached from here and lets this user in.',
      },
    ];
  }
}

function clockFinding(aheadMs: number): Finding {
  const off = Math.abs(aheadMs);
  const found =
    off < CLOCK_WARNING_MS
      ? 'agrees with the database’s'
      : `${Math.round(off / 1000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the database’s`;
  if (off < CLOCK_WARNING_MS) return { check: 'clock', state: 'good', found };
  return {
    check: 'clock',
    state: off < CLOCK_FAULT_MS ? 'warning' : 'fault',
    found,
    mend: 'Set both machines’ clocks by NTP; more than 30 s apart, tokens are refused as not valid yet or expired.',
  };
}

/** Which key signs, since when, and whether this process could. Does not fail. */
export async function examineKeys(services: SigningKeyServices, now: number): Promise<Finding> {
  const check = 'signing keys';
  try {
    const { keys, rotation_days, next_rotation_at } = await viewKeys(services);
    const active = keys.find(({ state }) => state === 'active');
    const startMends = 'Start a process with ROLE=api or ROLE=all: within a minute it makes one.';
    if (!active?.activated_at) return { check, state: 'fault', found: 'none signs', mend: startMends };
    const sealed = services.sealer && (await sealingFault({ ...services, sealer: services.sealer }));
    if (sealed) return { check, state: 'fault', found: 'one cannot be opened', mend: sealed };
    const age = Math.floor((now - Date.parse(active.activated_at)) / DAY_MS);
    const found = `${active.kid} signs since ${age} ${age === 1 ? 'day' : 'days'}, of ${rotation_days}`;
    if (!keys.some(({ state }) => state === 'next'))
      return { check, state: 'warning', found: `${found}; no next one is published`, mend: startMends };
    if (next_rotation_at && now - Date.parse(next_rotation_at) > DAY_MS)
      return {
        check,
        state: 'warning',
        found: `${found}: its rotation is overdue`,
        mend: 'Processes with ROLE=api or ROLE=all rotate by themselves: see that one runs, and what its log says.',
      };
    return { check, state: 'good', found };
  } catch (cause) {
    return {
      check,
      state: 'fault',
      found: `cannot be read: ${innermost(cause)}`,
      mend: 'Mend the database first.',
    };
  }
}

/** Anything that can be tried: it works, or says why not. */
export async function examine(
  check: string,
  found: string,
  mend: string,
  attempt: () => Promise<unknown>,
): Promise<Finding> {
  try {
    await attempt();
    return { check, state: 'good', found };
  } catch (cause) {
    return { check, state: 'fault', found: innermost(cause), mend };
  }
}

/** What happened below all that was said about it: statements are not for people to read. */
function innermost(cause: unknown): string {
  let fault = cause;
  while (fault instanceof Error && fault.cause instanceof Error) fault = fault.cause;
  const { message, code } = fault as { message?: string; code?: string };
  return message || code || 'no reason was given';
}
