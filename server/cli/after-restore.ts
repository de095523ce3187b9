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
    'makes a restored backup safe: replaces the signing keys, ends every token, session and link, and lists the secrets that work',
  )
    .option('--yes', 'yes, everybody signs in anew and fetches new tokens')
    .action(async ({ json, yes }) => {
      if (!yes)
        throw new Complaint(
          'This ends every signing key, token, session, invitation and link to a new password of this database: add --yes. Nothing was done.',
        );
      await onGround(async (services) => {
        const { sealer } = services;
        if (!sealer) throw new Complaint('after-restore needs KEY_ENCRYPTION_KEY.');
        const done = await makeSafeAfterRestore({ ...services, sealer });
        say(json, done, words(done));
      });
    });
}

function words({ known_until, ended, secrets }: AfterRestore): string[] {
  const { tenants, signing_keys, sessions, invitations, password_links } = ended;
  return [
    known_until
      ? `The database knows what happened until ${known_until}, and nothing of what came after.`
      : 'The database has recorded nothing yet.',
    `Ended: ${signing_keys} signing keys, the tokens of ${tenants} tenants, ${sessions} sessions, ${invitations} invitations, ${password_links} links to a new password.`,
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
  ];
}
