import type { Command } from 'commander';
import { keepSigningKeys, replaceKeys, revokeKey, rotateKeys } from '@/lib/admin/key-changes';
import { resealKeys, sealingFault } from '@/lib/admin/key-sealing';
import { type KeyMaker, operator } from '@/lib/admin/key-services';
import { viewKeysAsOperator } from '@/lib/admin/key-view';
import { revokeSigningKeySchema } from '@/lib/contract/portal';
import { keysTable } from '../keys-table';
import { command, commandGroup, onGround, say } from './command';
import { Complaint } from './complaint';

interface Outcome {
  /** For people, above the table. */
  said: string;
  /** For standard error. */
  warning?: string;
}

type Work = (services: KeyMaker) => Promise<Outcome>;

const author = operator('keys command');

/** Whoever has lost the key-encryption key must still be able to see what there is, and to replace it. */
const show = ({ json }: { json?: boolean }, signingKeys: 'ready' | 'as they are', work: Work) =>
  onGround(
    async (services) => {
      const { sealer } = services;
      if (!sealer) throw new Complaint('The keys command needs KEY_ENCRYPTION_KEY.');
      const makers = { ...services, sealer };
      const { said, warning } = await work(makers);
      const view = await viewKeysAsOperator(makers);
      say(json, view, `${said && `${said}\n\n`}${keysTable(view)}`);
      if (warning) process.stderr.write(`Warning: ${warning}\n`);
    },
    { signingKeys },
  );

export function keyCommands(program: Command): void {
  const group = commandGroup(program, 'keys', 'The keys that sign tokens, for all tenants');
  command(group, 'list', 'shows them; it takes no kid').action((options) =>
    show(options, 'as they are', async (services) => ({ said: '', warning: await sealingFault(services) })),
  );
  command(group, 'rotate', 'lets the next key sign; it takes no kid')
    .option(
      '--now',
      'even if the key was published less than two hours ago: verifiers with a cached key set refuse its tokens until they fetch the set again',
    )
    .action((options) => show(options, 'ready', (services) => rotate(services, options.now ?? false)));
  command(
    group,
    'revoke',
    'ends a key in an emergency, and every token it signed; if it signed, the next one takes its place at once',
  )
    .argument('<kid>', 'one kid, as list shows it')
    .option('--reason <words>', 'for the audit log, such as "Backup was stolen"')
    .action(async (kid: string, options) => {
      const reason = reasonOf(options.reason);
      await show(options, 'as they are', (services) => revoke(services, kid, reason));
    });
  command(
    group,
    'replace',
    'ends every key at once with all tokens, and makes new ones: when KEY_ENCRYPTION_KEY is lost; it takes no kid',
  )
    .option('--yes', 'yes, every client fetches a new token, and every verifier the key set')
    .option('--reason <words>', 'for the audit log')
    .action(async (options) => {
      if (!options.yes)
        throw new Complaint('This ends every signing key and every token: add --yes. Nothing was done.');
      const reason = reasonOf(options.reason);
      await show(options, 'as they are', (services) => replace(services, reason));
    });
  command(group, 'reseal', 'seals the private keys under KEY_ENCRYPTION_KEY, after that was changed').action(
    (options) => show(options, 'ready', reseal),
  );
}

function reasonOf(given: string | undefined): string {
  const { success, data } = revokeSigningKeySchema.safeParse({ reason: given });
  if (!success) throw new Complaint('--reason is too long: at most 200 characters.');
  return data.reason;
}

async function replace(services: KeyMaker, reason: string): Promise<Outcome> {
  const count = await replaceKeys(services, author, reason);
  return {
    said: `Ended ${count} ${count === 1 ? 'key' : 'keys'} and every token they signed; a new one signs.`,
    warning: 'Verifiers with a cached key set refuse new tokens until they fetch it again.',
  };
}

async function rotate(services: KeyMaker, atOnce: boolean): Promise<Outcome> {
  const before = await viewKeysAsOperator(services);
  const next = before.keys.find(({ state }) => state === 'next');
  await rotateKeys(services, author, { atOnce });
  const early = !next?.signs_from || next.signs_from > before.now;
  return {
    said: 'Rotated: the next key signs, and the old one verifies what it signed.',
    warning: early
      ? 'The new key was published less than two hours ago: verifiers with a cached key set may refuse new tokens until they fetch it again.'
      : undefined,
  };
}

async function revoke(services: KeyMaker, kid: string, reason: string): Promise<Outcome> {
  const warning = await sealingFault(services);
  await revokeKey(services, author, kid, reason);
  await keepSigningKeys(services, 'wait');
  return {
    said: `Revoked ${kid}: every token it signed is ended here. Verifiers that cache the key set accept them until they fetch it again.`,
    warning,
  };
}

async function reseal(services: KeyMaker): Promise<Outcome> {
  const count = await resealKeys(services, author);
  return {
    said:
      count === 0
        ? 'Nothing to do: every private key is sealed under KEY_ENCRYPTION_KEY.'
        : `Sealed ${count} private ${count === 1 ? 'key' : 'keys'} under KEY_ENCRYPTION_KEY.`,
  };
}
