import { parseArgs } from 'node:util';
import { keepSigningKeys, revokeKey, rotateKeys } from '@/lib/admin/key-changes';
import { resealKeys, sealingFault } from '@/lib/admin/key-sealing';
import { type KeyMaker, operator } from '@/lib/admin/key-services';
import { viewKeysAsOperator } from '@/lib/admin/key-view';
import { Refusal } from '@/lib/admin/refusal';
import { revokeSigningKeySchema } from '@/lib/contract/portal';
import { layFoundation } from './foundation';
import { keysTable } from './keys-table';

const USAGE = `Usage: npm run --silent keys -- list
       npm run --silent keys -- rotate [--now]
       npm run --silent keys -- revoke <kid> [--reason "Backup was stolen"]
       npm run --silent keys -- reseal

The keys that sign tokens, for all tenants. Each command takes --json.

list    shows them.
rotate  lets the next key sign. Until it was published for two hours, only with --now: verifiers with a cached key set
        refuse its tokens until they fetch the set again.
revoke  ends a key in an emergency, and every token it signed. If it signed, the next key takes its place at once.
reseal  seals the private keys under KEY_ENCRYPTION_KEY, after that was changed.`;

interface Options {
  now: boolean;
  kid: string;
  reason: string;
  json: boolean;
}

interface Outcome {
  /** For people, above the table. */
  said: string;
  /** For standard error. */
  warning?: string;
}

type Command = 'list' | 'rotate' | 'revoke' | 'reseal';

const COMMANDS: Record<Command, (services: KeyMaker, options: Options) => Promise<Outcome>> = {
  async list(services) {
    return { said: '', warning: await sealingFault(services) };
  },
  async rotate(services, { now }) {
    const before = await viewKeysAsOperator(services);
    const next = before.keys.find(({ state }) => state === 'next');
    await rotateKeys(services, author, { atOnce: now });
    const early = !next?.signs_from || next.signs_from > before.now;
    return {
      said: 'Rotated: the next key signs, and the old one verifies what it signed.',
      warning: early
        ? 'The new key was published less than two hours ago: verifiers with a cached key set may refuse new tokens until they fetch it again.'
        : undefined,
    };
  },
  async revoke(services, { kid, reason }) {
    const warning = await sealingFault(services);
    await revokeKey(services, author, kid, reason);
    await keepSigningKeys(services, 'wait');
    return {
      said: `Revoked ${kid}: every token it signed is ended here. Verifiers that cache the key set accept them until they fetch it again.`,
      warning,
    };
  },
  async reseal(services) {
    const count = await resealKeys(services, author);
    return {
      said:
        count === 0
          ? 'Nothing to do: every private key is sealed under KEY_ENCRYPTION_KEY.'
          : `Sealed ${count} private ${count === 1 ? 'key' : 'keys'} under KEY_ENCRYPTION_KEY.`,
    };
  },
};

const author = operator('keys command');

/** The `keys` command, while the server runs or not. @returns the exit code */
export async function keys(argv: string[]): Promise<number> {
  const complain = (words: string) => {
    process.stderr.write(`${words}\n`);
    return 1;
  };
  let command: Command;
  let options: Options;
  try {
    const parsed = readArguments(argv);
    if (!parsed) {
      process.stdout.write(`${USAGE}\n`);
      return 0;
    }
    [command, options] = parsed;
  } catch (cause) {
    return complain(`${(cause as Error).message}\n\n${USAGE}`);
  }

  // Short work that must not be left half-way, with the database running.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  // Whoever has lost the key-encryption key must still be able to see what there is, and to replace it.
  const mustOpen = command === 'rotate' || command === 'reseal';
  const foundation = await layFoundation(undefined, undefined, {
    signingKeys: mustOpen ? 'ready' : 'as they are',
  });
  const { services, leave } = foundation;
  const { sealer } = services;
  try {
    if (!sealer) throw new Error('The keys command needs KEY_ENCRYPTION_KEY.');
    const makers = { ...services, sealer };
    const { said, warning } = await COMMANDS[command](makers, options);
    const view = await viewKeysAsOperator(makers);
    process.stdout.write(
      options.json ? `${JSON.stringify(view)}\n` : `${said && `${said}\n\n`}${keysTable(view)}\n`,
    );
    if (warning) process.stderr.write(`Warning: ${warning}\n`);
    return 0;
  } catch (cause) {
    if (Refusal.is(cause)) return complain(cause.message);
    throw cause;
  } finally {
    await leave();
  }
}

/** @returns undefined when help is asked for. @throws Error that says what is wrong */
function readArguments(argv: string[]): [command: Command, options: Options] | undefined {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      now: { type: 'boolean' },
      reason: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const [command = '', kid = '', ...rest] = positionals;
  if (!isCommand(command)) throw new Error(command ? `There is no command ${command}.` : 'Which command?');
  if ((command === 'revoke') !== (kid !== '') || rest.length > 0)
    throw new Error(command === 'revoke' ? 'revoke takes one kid.' : `${command} takes no kid.`);
  if (values.now && command !== 'rotate') throw new Error('--now is for rotate.');
  if (values.reason !== undefined && command !== 'revoke') throw new Error('--reason is for revoke.');
  const reason = revokeSigningKeySchema.safeParse({ reason: values.reason });
  if (!reason.success) throw new Error('--reason is too long: at most 200 characters.');
  const { now = false, json = false } = values;
  return [command, { kid, now, json, reason: reason.data.reason }];
}

const isCommand = (text: string): text is Command => Object.hasOwn(COMMANDS, text);
