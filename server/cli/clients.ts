import type { Command } from 'commander';
import { readClientPage } from '@/lib/admin/client-list';
import { createClient, readClient, setClientStatus } from '@/lib/admin/clients';
import { operatorFor, operatorOf } from '@/lib/admin/operator';
import { rotateSecret } from '@/lib/admin/secrets';
import { clientQuerySchema } from '@/lib/contract/client-list';
import type { ClientView } from '@/lib/contract/portal';
import { createClientSchema, rotateSecretSchema } from '@/lib/contract/portal';
import { columns } from '../columns';
import { checked } from './checked';
import { command, commandGroup, onGround, requireReader, SHOW_SECRET, say } from './command';

const ONE = ['<client>', 'one client, client_…'] as const;
const TENANT = ['--tenant <tenant>', 'whose, ten_…'] as const;

/** What the portal does with clients, by the same rules and with the same audit rows. */
export function clientCommands(program: Command): void {
  const group = commandGroup(program, 'clients', 'Machine clients of a tenant');
  command(group, 'list', 'shows the clients of a tenant, 50 a page')
    .requiredOption(...TENANT)
    .option('--search <words>', 'only those with these words in name, id, description or scopes')
    .option('--status <status>', 'all, active, disabled, attention, with_secret or secret_only')
    .option('--page <number>', 'from 1')
    .action(async ({ json, tenant, search, status, page }) => {
      const query = checked(clientQuerySchema, { q: search, status, page }, { q: '--search' });
      await onGround(async (services) => {
        const { counts: _, ...list } = await readClientPage(
          await operatorOf(tenant, services),
          query,
          services,
        );
        const rows = list.clients.map((client) => [
          client.client_id,
          client.status,
          String(client.secrets.length),
          client.has_keys ? 'yes' : '',
          client.last_used_at?.slice(0, 10) ?? '',
          client.name,
        ]);
        say(json, list, [
          ...columns([['CLIENT', 'STATUS', 'SECRETS', 'KEYS', 'LAST USED', 'NAME'], ...rows]),
          '',
          `${list.clients.length} of ${list.matching}, page ${list.page}`,
        ]);
      });
    });
  command(group, 'create', 'makes a client with a secret')
    .requiredOption(...TENANT)
    .requiredOption('--name <name>', 'what it is called')
    .requiredOption('--scopes <scopes>', 'what it may ask for, separated by blanks')
    .option('--description <words>', 'what it is for')
    .option(...SHOW_SECRET)
    .action(async ({ json, tenant, name, scopes, description, showSecret }) => {
      const wanted = checked(createClientSchema, { name, description, scopes: split(scopes) });
      requireReader(showSecret);
      await onGround(async (services) => {
        const made = await createClient(await operatorOf(tenant, services), wanted, services);
        sayOnce(json, made.client, made);
      });
    });
  command(group, 'rotate', 'gives a client a new secret, and keeps the old one for a while')
    .argument(...ONE)
    .option('--overlap <seconds>', '0, 3600, 86400, 604800 or 2592000', '86400')
    .option(...SHOW_SECRET)
    .action(async (clientId: string, { json, overlap, showSecret }) => {
      const wanted = checked(
        rotateSecretSchema,
        { overlap_seconds: Number(overlap), current_secret_id: null },
        { overlap_seconds: '--overlap' },
      );
      requireReader(showSecret);
      await onGround(async (services) => {
        const operator = await operatorFor(clientId, services);
        const { secrets } = await readClient(operator, clientId, services);
        const current = secrets.find(({ state }) => state === 'current')?.id ?? null;
        const rotation = { ...wanted, current_secret_id: current };
        const made = await rotateSecret(operator, clientId, rotation, services);
        sayOnce(json, made.client, made);
      });
    });
  for (const [name, status, words] of [
    ['disable', 'disabled', 'refuses a client, and ends its tokens'],
    ['enable', 'active', 'lets a client in again, with new tokens'],
  ] as const)
    command(group, name, words)
      .argument(...ONE)
      .action(async (clientId: string, { json }) =>
        onGround(async (services) => {
          const operator = await operatorFor(clientId, services);
          const client = await setClientStatus(operator, clientId, status, services);
          say(json, facts(client), `${client.name} (${clientId}) is ${client.status}.`);
        }),
      );
}

const split = (scopes: string): string[] => scopes.split(/\s+/).filter(Boolean);

const facts = ({ client_id, name, status, scopes }: ClientView) => ({
  client_id,
  name,
  status,
  scope: scopes.join(' '),
});

function sayOnce(
  json: boolean | undefined,
  client: ClientView,
  { secretId, clientSecret }: { secretId: string | null; clientSecret: string | null },
): void {
  const old = client.secrets.find(({ state }) => state === 'old');
  say(
    json,
    {
      ...facts(client),
      secret_id: secretId,
      client_secret: clientSecret,
      previous_secret_expires_at: old?.expires_at ?? null,
    },
    [
      `client_id      ${client.client_id}  ${client.name}`,
      `client_secret  ${clientSecret}`,
      `scope          ${client.scopes.join(' ')}`,
      ...(old ? [`The old secret works until ${old.expires_at}.`] : []),
      '',
      'The secret is not stored: keep it now.',
    ],
  );
}
