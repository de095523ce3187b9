import { Command, CommanderError } from 'commander';
import { Refusal } from '@/lib/admin/refusal';
import { isOutage } from '@/lib/faults';
import { afterRestoreCommand } from './cli/after-restore';
import { clientCommands } from './cli/clients';
import { Complaint } from './cli/complaint';
import { doctorCommand } from './cli/doctor';
import { evidenceCommand } from './cli/evidence';
import { keyCommands } from './cli/keys';
import { moveDatabaseCommand } from './cli/move-database';
import { onboardCommand } from './cli/onboard';
import { tenantCommands } from './cli/tenant';
import { tokenCommands } from './cli/tokens';

const EXIT_CODES = `
Exit codes:
  0  done, or nothing to do
  1  not done: wrong arguments, a refusal, a fault, or output that nobody reads on
  2  doctor found something that must be mended

All of them work while the server runs or not, on the database that it uses. A secret is printed on a terminal, or with
--show-secret; never into a file or a pipe by accident. Only npm run onboard, the older name of tenant onboard, says
--show-secret by itself: it always prints its secret and password.`;

/**
 * The command line of whoever runs the installation.
 *
 * @param words without the program
 * @returns the exit code
 */
export async function cli(words: string[]): Promise<number> {
  let code = 0;
  const output = watchOutput();
  const program = new Command('npm run --silent cli --')
    .description('Runs this installation of Gooclaim Auth: its tenants, their clients, its signing keys.')
    .exitOverride()
    .showHelpAfterError()
    .helpCommand(false)
    .addHelpText('after', EXIT_CODES);
  tenantCommands(program, onboardCommand);
  clientCommands(program);
  tokenCommands(program);
  keyCommands(program);
  evidenceCommand(program);
  afterRestoreCommand(program);
  moveDatabaseCommand(program);
  doctorCommand(program, (found) => {
    code = found;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    output.requireTaken();
    return code;
  } catch (cause) {
    // Whoever reads, `head` for instance, has enough.
    if (output.isClosed(cause)) return 1;
    // It has said what is wrong, or shown the help that was asked for.
    if (cause instanceof CommanderError) return cause.exitCode;
    process.stderr.write(`${explained(cause)}\n`);
    return 1;
  }
}

/** Unheard, a write that fails would end the process with the work, and the embedded database, half-way. */
function watchOutput() {
  let fault: NodeJS.ErrnoException | undefined;
  process.stdout.on('error', (cause) => {
    fault ??= cause;
  });
  process.stderr.on('error', () => {});
  return {
    requireTaken() {
      if (fault) throw fault;
    },
    isClosed: (cause: unknown) => cause === fault && fault?.code === 'EPIPE',
  };
}

/** In a sentence, for a person. @throws what nobody foresaw */
function explained(cause: unknown): string {
  if (Refusal.is(cause)) {
    const fields = Object.entries(cause.fields ?? {}).map(([field, words]) => `${field}: ${words}`);
    return fields.length > 0 ? fields.join('\n') : cause.message;
  }
  if (cause instanceof Complaint) return cause.message;
  if (isOutage(cause) && !saysItself(cause))
    return 'The database cannot be reached, or did not answer in time. npm run cli -- doctor says more.';
  throw cause;
}

/** What is not of the network or the driver was written for people, with what happened below it as its cause. */
const saysItself = (cause: unknown): boolean =>
  !(
    cause instanceof Error &&
    ('code' in cause || cause.message === '' || /^Failed query/.test(cause.message))
  );
