import type { Command } from 'commander';
import { operatorFor } from '@/lib/admin/operator';
import { revokeClientToken } from '@/lib/admin/token-revocation';
import { command, commandGroup, onGround, say } from './command';

export function tokenCommands(program: Command): void {
  const group = commandGroup(program, 'tokens', 'Tokens of machine clients');
  command(group, 'revoke', 'ends one token before its time; twice is as good as once')
    .argument('<jti>', 'its id, tok_…, as the audit log or the token itself has it')
    .requiredOption('--client <client>', 'whose it is, client_…')
    .action(async (jti: string, { json, client }) =>
      onGround(async (services) => {
        await revokeClientToken(await operatorFor(client, services), client, jti, services);
        say(json, { client_id: client, jti, revoked: true }, `Revoked ${jti}.`);
      }),
    );
}
