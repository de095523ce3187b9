import { parseArgs } from 'node:util';
import { Refusal } from '@/lib/admin/refusal';
import type { AdminServices } from '@/lib/admin/services';
import {
  endTokensOfTenant,
  resetFactorsOf,
  resumeTenant,
  setOperator,
  summariseTenants,
  suspendTenant,
  type TenantSummary,
} from '@/lib/admin/tenant-operations';
import { columns } from './columns';
import { layFoundation } from './foundation';

const USAGE = `Usage: npm run --silent tenant -- list
       npm run --silent tenant -- suspend <ten_…>
       npm run --silent tenant -- resume <ten_…>
       npm run --silent tenant -- end-tokens <ten_…>
       npm run --silent tenant -- operator <ten_…> [--off]
       npm run --silent tenant -- reset-factors <email>

Each command takes --json, and shows the tenants as they are then.

list        shows them.
suspend     shuts one out at once: its clients, its people, and every token they hold.
resume      lets it in again. Tokens and sessions from before stay ended.
end-tokens  ends every token of one; its clients get new ones.
operator    lets its owners and admins rotate and revoke the signing keys of this installation; --off: not any more.
reset-factors  takes a person's second factors away and signs them out, for a last owner who has lost them all.`;

interface Options {
  /** A tenant's id; for `reset-factors` a person's address. */
  subject: string;
  off: boolean;
  json: boolean;
}

type Command = 'list' | 'suspend' | 'resume' | 'end-tokens' | 'operator' | 'reset-factors';

/** What each does; it returns what to say of it. */
const COMMANDS: Record<Command, (services: AdminServices, options: Options) => Promise<string>> = {
  list: async () => '',
  suspend: async (services, { subject }) =>
    (await suspendTenant(subject, services))
      ? 'Suspended: its tokens and sessions are ended.'
      : 'Nothing to do: it is suspended.',
  resume: async (services, { subject }) =>
    (await resumeTenant(subject, services))
      ? 'Resumed: its clients and people can come back.'
      : 'Nothing to do: it is active.',
  async 'end-tokens'(services, { subject }) {
    await endTokensOfTenant(subject, services);
    return 'Ended every token it was issued so far.';
  },
  async operator(services, { subject, off }) {
    const changed = await setOperator(subject, !off, services);
    if (!changed) return `Nothing to do: its admins ${off ? 'do not run' : 'run'} this installation.`;
    return off
      ? 'Its admins do not run this installation any more.'
      : 'Its owners and admins now run this installation.';
  },
  async 'reset-factors'(services, { subject }) {
    await resetFactorsOf(subject, services);
    return 'Their second factors are gone, and they are signed out. Their password is enough until they set one up again.';
  },
};

/** The `tenant` command, while the server runs or not. @returns the exit code */
export async function tenant(argv: string[]): Promise<number> {
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
  const foundation = await layFoundation(undefined, undefined, { signingKeys: 'as they are' });
  const { services } = foundation;
  try {
    const said = await COMMANDS[command](services, options);
    const tenants = await summariseTenants(services);
    process.stdout.write(
      options.json ? `${JSON.stringify({ tenants })}\n` : `${said && `${said}\n\n`}${table(tenants)}\n`,
    );
    return 0;
  } catch (cause) {
    if (Refusal.is(cause)) return complain(cause.message);
    throw cause;
  } finally {
    await foundation.leave();
  }
}

const table = (tenants: TenantSummary[]): string =>
  columns([
    ['TENANT', 'STATUS', 'OPERATOR', 'PEOPLE', 'CLIENTS', 'SINCE', 'NAME'],
    ...tenants.map((row) => [
      row.tenant_id,
      row.status,
      row.operator ? 'yes' : '',
      String(row.people),
      String(row.clients),
      row.created_at.slice(0, 10),
      row.name,
    ]),
  ]).join('\n');

/** @returns undefined when help is asked for. @throws Error that says what is wrong */
function readArguments(argv: string[]): [command: Command, options: Options] | undefined {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      off: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const [command = '', subject = '', ...rest] = positionals;
  if (!isCommand(command)) throw new Error(command ? `There is no command ${command}.` : 'Which command?');
  if ((command === 'list') !== (subject === '') || rest.length > 0) throw new Error(needs(command));
  const { off = false, json = false } = values;
  if (off && command !== 'operator') throw new Error('--off is for operator.');
  return [command, { subject, off, json }];
}

const needs = (command: Command): string => {
  if (command === 'list') return 'list takes no tenant.';
  return command === 'reset-factors'
    ? 'reset-factors takes the address of one person.'
    : `${command} takes one tenant, ten_….`;
};

const isCommand = (text: string): text is Command => Object.hasOwn(COMMANDS, text);
