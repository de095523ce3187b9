import type { Command } from 'commander';
import { type AfterRestore, makeSafeAfterRestore } from '@/lib/admin/restored';
import { columns } from '../columns';
import { command, onGround, say } from './command';
import { Complaint } from './complaint';

/** What is to be done once a backup was restored, before anybody is served from it. */
export function afterRestoreCommand(program: Command): void {
  command(
    program,
    'after-restore',
    'makes a restored backup safe: replaces the signing keys, ends every token, session and link, switches webhooks off, and lists the secrets and public keys that work',
  )
    .option('--yes', 'yes, everybody signs in anew and fetches new tokens')
    .action(async ({ json, yes }) => {
      if (!yes)
        throw new Complaint(
          'This ends every signing key, token, session, invitation and link to a new password of this database, and switches every webhook off: add --yes. Nothing was done.',
        );
      await onGround(async (services) => {
        const { sealer } = services;
        if (!sealer) throw new Complaint('after-restore needs KEY_ENCRYPTION_KEY.');
        const done = await makeSafeAfterRestore({ ...services, sealer });
        say(json, done, words(done));
      });
    });
}

function words({ known_until, ended, secrets, keys }: AfterRestore): string[] {
  const { tenants, signing_keys, sessions, invitations, password_links, webhooks, deliveries } = ended;
  return [
    known_until
      ? `The database knows what happened until ${known_until}, and nothing of what came after.`
      : 'The database has recorded nothing yet.',
    `Ended: ${signing_keys} signing keys, the tokens of ${tenants} tenants, ${sessions} sessions, ${invitations} invitations, ${password_links} links to a new password.`,
    `Switched off: ${webhooks} webhooks, with ${deliveries} deliveries that waited. The portal switches each on again: look at its address first.`,
    '',
    'These secrets work. One that was retired after that time works again, and one that was made after it does not:',
    'clients rotate, clients disable, or the portal. Passwords, second factors, and who is disabled are as they were, too.',
    '',
    ...columns([
      ['CLIENT', 'ENDS WITH', 'MADE', 'UNTIL', 'TENANT', 'NAME'],
      ...secrets.map((secret) => [
        secret.client_id,
        secret.hint,
        secret.created_at.slice(0, 16),
        secret.expires_at?.slice(0, 16) ?? '',
        secret.tenant,
        secret.client,
      ]),
    ]),
    ...(keys.length === 0
      ? []
      : [
          '',
          'These clients sign in with keys of their own. One that was removed after that time works again: look at the client.',
          '',
          ...columns([
            ['CLIENT', 'KEYS', 'TENANT', 'NAME'],
            ...keys.map(({ client_id, jwks_uri, kids, tenant, client }) => [
              client_id,
              jwks_uri ?? kids.map((kid) => kid ?? 'without a kid').join(', '),
              tenant,
              client,
            ]),
          ]),
        ]),
  ];
}
