import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { examine, examineDatabase, examineKeys, type Finding } from '@/lib/admin/doctor';
import { ConfigurationError } from '@/lib/env';
import { type PortalContainer, portalContainer } from '@/lib/portal-container';
import { layFoundation } from '../foundation';
import { command, say } from './command';

const FAULTS_FOUND = 2;

/** @param exit is told the exit code */
export function doctorCommand(program: Command, exit: (code: number) => void): void {
  command(
    program,
    'doctor',
    'looks at configuration, database, migrations, clock, signing keys, mail and Redis, and says what to mend; it changes nothing but for what a first local start makes',
  ).action(async ({ json }) => {
    const findings = await examineAll();
    say(json, { findings }, findings.flatMap(lines));
    if (findings.some(({ state }) => state === 'fault')) exit(FAULTS_FOUND);
  });
}

async function examineAll(): Promise<Finding[]> {
  try {
    let services: PortalContainer | undefined;
    const { leave } = await layFoundation(
      undefined,
      () => {
        services = portalContainer();
        return services;
      },
      { signingKeys: 'as they are', schema: 'as it is' },
    );
    try {
      return services ? await findingsOf(services) : [];
    } finally {
      await leave();
    }
  } catch (cause) {
    if (!(cause instanceof ConfigurationError)) throw cause;
    return [
      {
        check: 'configuration',
        state: 'fault',
        found: cause.message,
        mend: 'Set these variables, in the environment or in .env; .env.example says what each is for.',
      },
    ];
  }
}

async function findingsOf(services: PortalContainer): Promise<Finding[]> {
  const { settings, clock, mailer, pingRedis } = services;
  const database = await examineDatabase(services, resolve('drizzle'));
  const readable = database.some(({ check, state }) => check === 'migrations' && state === 'good');
  return [
    {
      check: 'configuration',
      state: 'good',
      found: settings.mode === 'local' ? 'local' : `production, issuer ${settings.issuer}`,
    },
    ...database,
    ...(readable ? [await examineKeys(services, clock())] : []),
    settings.smtpUrl
      ? await examine('mail', 'the mail server lets us in', 'Look at SMTP_URL.', () => mailer.verify())
      : {
          check: 'mail',
          state: 'warning',
          found: 'none: links are passed on by hand, and nobody is told that a secret is due',
          mend: 'Set SMTP_URL and MAIL_FROM.',
        },
    pingRedis
      ? await examine(
          'redis',
          'answers',
          'Look at REDIS_URL; meanwhile each process holds to a quarter of every limit.',
          () => connected(pingRedis),
        )
      : { check: 'redis', state: 'good', found: 'not used: limits are counted in the database' },
  ];
}

const CONNECTED_WITHIN_MS = 3_000;

/** A connection was begun a moment ago. */
async function connected(ping: () => Promise<unknown>): Promise<void> {
  for (const deadline = performance.now() + CONNECTED_WITHIN_MS; ; ) {
    try {
      await ping();
      return;
    } catch (cause) {
      if (performance.now() > deadline) throw cause;
      await setTimeout(50);
    }
  }
}

const WORDS: Record<Finding['state'], string> = { good: 'ok', warning: 'LOOK', fault: 'MEND' };

const lines = ({ check, state, found, mend }: Finding): string[] => [
  `${WORDS[state].padEnd(4)}  ${check.padEnd(13)}  ${found}`,
  ...(mend ? [`      ${mend}`] : []),
];
