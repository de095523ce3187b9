import { parseArgs } from 'node:util';
import { z } from 'zod';
import { onboardTenant } from '@/lib/admin/onboard';
import { Refusal } from '@/lib/admin/refusal';
import { hashPassword } from '@/lib/auth/password';
import { scopesSchema } from '@/lib/contract/scopes';
import { randomBase62 } from '@/lib/ids';
import { layFoundation } from './foundation';

const USAGE = `Usage: npm run --silent onboard -- --tenant "Acme TPA" --admin admin@acme.test
         [--scopes "workflow:read audit:read"] [--client "Acme backend"] [--profile opencrvs] [--operator] [--json]

Makes a tenant, its first admin (with a one-time password) and a first machine client.
The password and the secret are printed once; only hashes of them are stored.
With --profile opencrvs the client gets tokens as OpenCRVS documents them, at /token, with its credentials in the URL,
which proxies and logs keep: only for systems that speak OpenCRVS.
With --operator the tenant's owners and admins run this installation: they rotate and revoke its signing keys.`;

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
  json: z.boolean().default(false),
});

/** The `onboard` command, while the server runs or not. @returns the exit code */
export async function onboard(argv: string[]): Promise<number> {
  const complain = (words: string) => {
    process.stderr.write(`${words}\n`);
    return 1;
  };
  let options: z.output<typeof optionsSchema>;
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        tenant: { type: 'string' },
        admin: { type: 'string' },
        scopes: { type: 'string' },
        client: { type: 'string' },
        profile: { type: 'string' },
        operator: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      process.stdout.write(`${USAGE}\n`);
      return 0;
    }
    const parsed = optionsSchema.safeParse(values);
    if (!parsed.success)
      return complain(`${parsed.error.issues.map(({ message }) => message).join('\n')}\n\n${USAGE}`);
    options = parsed.data;
  } catch (cause) {
    return complain(`${(cause as Error).message}\n\n${USAGE}`);
  }

  // A second or two of work that must not be left half-way, with the database running.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  const foundation = await layFoundation();
  try {
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
      foundation.services,
    );
    const scope = options.scopes.join(' ');
    process.stdout.write(
      options.json
        ? `${JSON.stringify({
            tenant_id: made.tenantId,
            client_id: made.clientId,
            client_secret: made.clientSecret,
            scope,
            admin: { email: options.admin, password },
          })}\n`
        : [
            `Tenant         ${made.tenantId}  ${options.tenant}`,
            `Admin          ${options.admin}`,
            `Password       ${password}  (one-time: to be changed at the first sign-in)`,
            `client_id      ${made.clientId}`,
            `client_secret  ${made.clientSecret}`,
            `scope          ${scope}`,
            '',
            'The password and the secret are not stored: keep them now.',
            '',
          ].join('\n'),
    );
    return 0;
  } catch (cause) {
    if (Refusal.is(cause)) return complain(cause.message);
    throw cause;
  } finally {
    await foundation.leave();
  }
}
