import type { Command } from 'commander';
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
import { columns } from '../columns';
import { command, commandGroup, onGround, say } from './command';

type Work = (services: AdminServices) => Promise<string>;

/** Each shows the tenants as they are then. @param others what is made beside */
export function tenantCommands(program: Command, ...others: ((group: Command) => void)[]): void {
  const group = commandGroup(program, 'tenant', 'Tenants: who is there, who is let in');
  for (const add of others) add(group);
  const show = async ({ json }: { json?: boolean }, work?: Work) =>
    onGround(async (services) => {
      const said = (await work?.(services)) ?? '';
      const tenants = await summariseTenants(services);
      say(json, { tenants }, `${said && `${said}\n\n`}${table(tenants)}`);
    });
  const ONE = ['<tenant>', 'one tenant, ten_…'] as const;

  command(group, 'list', 'shows them; it takes no tenant').action((options) => show(options));
  command(group, 'suspend', 'shuts one out at once: its clients, its people, and every token they hold')
    .argument(...ONE)
    .action((tenant: string, options) =>
      show(options, async (services) =>
        (await suspendTenant(tenant, services))
          ? 'Suspended: its tokens and sessions are ended.'
          : 'Nothing to do: it is suspended.',
      ),
    );
  command(group, 'resume', 'lets it in again; tokens and sessions from before stay ended')
    .argument(...ONE)
    .action((tenant: string, options) =>
      show(options, async (services) =>
        (await resumeTenant(tenant, services))
          ? 'Resumed: its clients and people can come back.'
          : 'Nothing to do: it is active.',
      ),
    );
  command(group, 'end-tokens', 'ends every token of one; its clients get new ones')
    .argument(...ONE)
    .action((tenant: string, options) =>
      show(options, async (services) => {
        await endTokensOfTenant(tenant, services);
        return 'Ended every token it was issued so far.';
      }),
    );
  command(
    group,
    'operator',
    'lets its owners and admins rotate and revoke the signing keys of this installation',
  )
    .argument(...ONE)
    .option('--off', 'not any more')
    .action((tenant: string, options) =>
      show(options, async (services) => {
        const off: boolean = options.off ?? false;
        if (!(await setOperator(tenant, !off, services)))
          return `Nothing to do: its admins ${off ? 'do not run' : 'run'} this installation.`;
        return off
          ? 'Its admins do not run this installation any more.'
          : 'Its owners and admins now run this installation.';
      }),
    );
  command(
    group,
    'reset-factors',
    "takes a person's second factors away and signs them out, for a last owner who has lost them all",
  )
    .argument('<email>', 'the address of one person')
    .action((email: string, options) =>
      show(options, async (services) => {
        await resetFactorsOf(email, services);
        return 'Their second factors are gone, and they are signed out. Their password is enough until they set one up again.';
      }),
    );
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
