import type { Command } from 'commander';
import { z } from 'zod';
import { onboardTenant } from '@/lib/admin/onboard';
import { hashPassword } from '@/lib/auth/password';
import { scopesSchema } from '@/lib/contract/scopes';
import { randomBase62 } from '@/lib/ids';
import { command, onGround, requireReader, SHOW_SECRET, say } from './command';

const optionsSchema = z.object({
  tenant: z
    .string({ error: '--tenant is missing' })
    .trim()
    .min(1, '--tenant is empty')
    .max(100, '--tenant is too long'),
  admin: z
    .string({ error: '--admin is missing' })
    .trim()
    .toLowerCase()
    .pipe(z.email('--admin is not an email address').max(254, '--admin is too long')),
  scopes: z
    .string()
    .default('workflow:read audit:read')
    .transform((text) => text.split(/\s+/).filter(Boolean))
    .pipe(scopesSchema.min(1, '--scopes is empty')),
  client: z
    .string()
    .trim()
    .min(1, '--client is empty')
    .max(100, '--client is too long')
    .default('First backend'),
  profile: z
    .enum(['gooclaim', 'opencrvs'], { error: '--profile is gooclaim or opencrvs' })
    .default('gooclaim'),
  operator: z.boolean().default(false),
});

/** Makes a tenant, its first admin (with a one-time password) and a first machine client. */
export function onboardCommand(group: Command): void {
  const made = command(
    group,
    'onboard',
    'makes a tenant, its first admin with a one-time password, and a first machine client; password and secret are printed once, and only hashes of them are stored',
  )
    .option('--tenant <name>', 'what it is called, such as "Acme TPA"')
    .option('--admin <email>', 'the address of its first admin')
    .option('--client <name>', 'what its first client is called')
    .option('--scopes <scopes>', 'what that client may ask for, separated by blanks')
    .option(
      '--profile <profile>',
      'opencrvs: the client gets tokens as OpenCRVS documents them, at /token, with its credentials in the URL, which proxies and logs keep: only for systems that speak OpenCRVS',
    )
    .option('--operator', "the tenant's owners and admins rotate and revoke this installation's signing keys")
    .option(...SHOW_SECRET);
  made.action(async ({ json, showSecret, ...given }) => {
    const parsed = optionsSchema.safeParse(given);
    if (!parsed.success) return made.error(parsed.error.issues.map(({ message }) => message).join('\n'));
    requireReader(showSecret);
    return onboard(parsed.data, json);
  });
}

/** A second or two of work. */
const onboard = (options: z.output<typeof optionsSchema>, json: boolean | undefined): Promise<void> =>
  onGround(
    async (services) => {
      const password = randomBase62().slice(0, 20);
      const made = await onboardTenant(
        {
          tenantName: options.tenant,
          adminEmail: options.admin,
          passwordHash: await hashPassword(password),
          mustChangePassword: true,
          clientName: options.client,
          scopes: options.scopes,
          profile: options.profile,
          operator: options.operator,
        },
        services,
      );
      const scope = options.scopes.join(' ');
      const facts = {
        tenant_id: made.tenantId,
        client_id: made.clientId,
        client_secret: made.clientSecret,
        scope,
        admin: { email: options.admin, password },
      };
      say(json, facts, [
        `Tenant         ${made.tenantId}  ${options.tenant}`,
        `Admin          ${options.admin}`,
        `Password       ${password}  (one-time: to be changed at the first sign-in)`,
        `client_id      ${made.clientId}`,
        `client_secret  ${made.clientSecret}`,
        `scope          ${scope}`,
        '',
        'The password and the secret are not stored: keep them now.',
      ]);
    },
    { signingKeys: 'ready' },
  );
