import { CHECKOUT, NEXT, RUN } from './checkout';
import { databaseUrl, localIssuer, localSettings } from './data-dir';
import { eventually } from './eventually';
import { freePort } from './free-port';
import { type Started, start } from './processes';

/** A started service, ready to answer. */
export interface Service extends Started {
  origin: string;
  port: number;
  dataDir: string;
  /** Asks it to stop as a terminal would, and waits. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

interface Options {
  dataDir: string;
  env?: Record<string, string>;
  port?: number;
  /** A program that starts the service in another way, such as `setpriv … --`. */
  through?: string[];
  /** Other code than that of this checkout. */
  code?: ServiceCode;
}

/** What Node is started with to serve, and where. */
export interface ServiceCode {
  folder: string;
  args: string[];
}

/** The environment of a newcomer: nothing of ours but where programs are. */
export const plainEnvironment = (env: Record<string, string> = {}): NodeJS.ProcessEnv =>
  ({
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    TMPDIR: process.env.TMPDIR,
    NEXT_TELEMETRY_DISABLED: '1',
    ...env,
  }) as unknown as NodeJS.ProcessEnv;

/** `npm start`, without npm in between: it would swallow signals and exit codes. */
export async function startService(options: Options): Promise<Service> {
  const {
    dataDir,
    env = {},
    port,
    through = [],
    code = { folder: CHECKOUT, args: [RUN, 'start'] },
  } = options;
  const chosen = port ?? (await freePort());
  const [program = '', ...args] = [...through, process.execPath, ...code.args];
  const started = start(program, args, {
    cwd: code.folder,
    env: plainEnvironment({ LOG_LEVEL: 'warn', ...env, PORT: String(chosen), DATA_DIR: dataDir }),
  });
  // Ready for callers, and said so to the person at the keyboard: the words come last.
  return whenReady(started, `http://localhost:${chosen}`, chosen, dataDir, 'Gooclaim Auth is ready');
}

/** The other door: Next alone, as `next start` and serverless hosts run it, on the same database. */
export async function startAppRouter({ dataDir, env = {} }: Options): Promise<Service> {
  const port = await freePort();
  const { KEY_ENCRYPTION_KEY, SECRET_PEPPER, NEXTAUTH_SECRET } = localSettings(dataDir);
  const ISSUER = localIssuer(dataDir);
  const started = start(process.execPath, [NEXT, 'start', '-p', String(port)], {
    cwd: CHECKOUT,
    env: plainEnvironment({
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
      GOOCLAIM_MODE: 'local',
      DATABASE_URL: databaseUrl(dataDir),
      AUTH_TRUST_HOST: 'true',
      ...Object.fromEntries(
        Object.entries({ ISSUER, KEY_ENCRYPTION_KEY, SECRET_PEPPER, NEXTAUTH_SECRET }).map(
          ([name, value]) => [name, value ?? ''],
        ),
      ),
      ...env,
    }),
  });
  return whenReady(started, `http://localhost:${port}`, port, dataDir);
}

async function whenReady(
  started: Started,
  origin: string,
  port: number,
  dataDir: string,
  words = '',
): Promise<Service> {
  const service: Service = {
    ...started,
    origin,
    port,
    dataDir,
    async stop(signal = 'SIGINT') {
      if (!started.hasEnded()) started.child.kill(signal);
      const timer = setTimeout(() => started.child.kill('SIGKILL'), 30_000);
      const code = await started.ended;
      clearTimeout(timer);
      return code;
    },
  };
  try {
    await eventually(
      `${origin} is ready`,
      async () => {
        if (started.hasEnded()) throw new Error(`It ended instead of starting:\n${printed(started)}`);
        return started.stdout().includes(words) && isReady(origin);
      },
      90,
    );
  } catch (cause) {
    started.child.kill('SIGKILL');
    throw new Error(`${(cause as Error).message}\n${printed(started)}`);
  }
  return service;
}

const printed = ({ stdout, stderr }: Started) => `${stdout()}\n${stderr()}`.trim();

async function isReady(origin: string): Promise<boolean> {
  try {
    const answer = await fetch(`${origin}/readyz`);
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}
