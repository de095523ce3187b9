import type { z } from 'zod';
import type { createClientSchema, RotateSecret } from '../contract/portal';
import { mintSecret } from '../oauth/mint-secret';
import { insertAuditEvent } from '../store/audit';
import { deleteSecret, insertSecret } from '../store/clients';
import type { Executor } from '../store/database';
import { type NamedCall, nameCall, noteAnswer } from '../store/idempotency-keys';
import { hasCredentialUsage } from '../store/usage-reads';
import { createClient, type NewClient, type NewSecret, readClient } from './clients';
import type { Machine } from './machine';
import { permitPower } from './power';
import { authorOf, changeEvent } from './principal';
import { conflict, Refusal } from './refusal';
import { refuseSecretsWhereNoneAreAllowed } from './secret-policy';
import { lockSecrets, rotateSecret } from './secrets';
import type { AdminServices } from './services';

/** Calls this close to each other are taken for calls at once, in milliseconds: the first answer may be on its way. */
const AT_ONCE_MS = 1_000;

/** `createClient`, for a caller that may have to ask twice. @throws Refusal as that; 409, 422 as `once` */
export const createClientOnce = (
  machine: Machine,
  key: string,
  wanted: z.output<typeof createClientSchema>,
  services: AdminServices,
): Promise<NewClient> =>
  once(machine, key, ['create', wanted], services, (within) => createClient(machine, wanted, within));

/** `rotateSecret`, for a caller that may have to ask twice. @throws Refusal as that; 409, 422 as `once` */
export async function rotateSecretOnce(
  machine: Machine,
  key: string,
  clientId: string,
  wanted: RotateSecret,
  services: AdminServices,
): Promise<NewSecret> {
  const made = await once(machine, key, ['rotate', clientId, wanted], services, (within) =>
    rotateSecret(machine, clientId, wanted, within),
  );
  if (made.secretId === null) throw new Error('a rotation without a secret');
  return made;
}

/**
 * A change whose answer has a secret in it, under a name that the caller gave it (`Idempotency-Key`). Asked again by that
 * name, it is not done again: the secret of the first answer, which is stored nowhere, is taken for lost and another one
 * put in its place. Nothing is left behind, and no secret works that nobody has.
 *
 * @throws Refusal 422 for another request under the same name; 409 for a first answer that did arrive, for one that may be on
 *   its way, and where what it gave out has been ended since
 */
async function once(
  machine: Machine,
  key: string,
  request: unknown,
  services: AdminServices,
  work: (services: AdminServices) => Promise<NewClient>,
): Promise<NewClient> {
  return services.db.transaction(async (tx) => {
    const now = new Date(services.clock());
    const { call, isFirst, isSame } = await nameCall(tx, machine.clientId, key, request, now);
    if (!isSame)
      throw new Refusal(422, 'invalid_request', 'This Idempotency-Key was used for another request.');
    const answer = await (isFirst ? work({ ...services, db: tx }) : answerAgain(tx, machine, call, services));
    await noteAnswer(tx, call, {
      clientId: answer.client.client_id,
      secretId: answer.secretId,
      answeredAt: new Date(services.clock()),
    });
    return answer;
  });
}

async function answerAgain(
  tx: Executor,
  machine: Machine,
  { clientId, secretId, answeredAt }: NamedCall,
  services: AdminServices,
): Promise<NewClient> {
  if (clientId === null) throw new Error('a named call without an answer');
  if (secretId === null)
    return { client: await readClient(machine, clientId, services, tx), secretId: null, clientSecret: null };

  const { row, live, now } = await lockSecrets(tx, machine, clientId, services);
  permitPower(machine, row);
  const [lost, old] = live;
  // The first use of a secret is written before its token leaves. An API may have one for introspection alone: no last use.
  const inUse = lost?.lastUse || (await hasCredentialUsage(tx, machine.tenantId, clientId, secretId));
  if (lost?.id !== secretId || inUse)
    throw conflict(
      'This was done, and what it gave out is in use, or was replaced or ended since: look at the client.',
    );
  if (now.getTime() - answeredAt.getTime() < AT_ONCE_MS)
    throw new Refusal(
      409,
      'conflict',
      'This was asked for a moment ago: if the answer to it was lost, ask again in a second.',
      undefined,
      { 'Retry-After': '1' },
    );
  await refuseSecretsWhereNoneAreAllowed(tx, machine.tenantId);
  const { clientSecret, row: secret } = mintSecret(clientId, authorOf(machine), now, services);
  await insertSecret(tx, secret);
  // Never used: its row would only be one more.
  await deleteSecret(tx, lost.id);
  await insertAuditEvent(
    tx,
    changeEvent(machine, now, 'secret.rotated', clientId, {
      secret_id: secret.id,
      old_secret_id: old?.id,
      unused_secret_id: lost.id,
    }),
  );
  return { client: await readClient(machine, clientId, services, tx), secretId: secret.id, clientSecret };
}
