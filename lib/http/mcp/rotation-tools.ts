import * as z from 'zod';
import { readClient } from '../../admin/clients';
import { permitPower } from '../../admin/power';
import { permit } from '../../admin/principal';
import { atField, conflict } from '../../admin/refusal';
import { rotateSecret } from '../../admin/secrets';
import { KEPT_OVERLAPS } from '../../contract/rotation-terms';
import { MANAGE_CLIENTS } from '../../contract/scope-terms';
import { type Recipient, recipientOf } from '../../keys/sealed-secret';
import { previousSecretEnd } from '../management/views';
import { newConfirmation, useConfirmation } from './confirmation';
import { tool } from './tool';

const instant = z.int().describe('UNIX seconds');
const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

const publicKeySchema = z
  .strictObject(
    {
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: coordinate,
      y: coordinate,
      use: z.string().max(10).optional(),
      alg: z.string().max(20).optional(),
      kid: z.string().max(200).optional(),
    },
    {
      error: ({ code, keys }) =>
        code === 'unrecognized_keys' && keys?.includes('d')
          ? 'This is a private key, and has been shown to the model now: throw it away, make another, and send its public half'
          : undefined,
    },
  )
  .describe(
    'A public key that you made where the secret is to go (JWK, kty EC, crv P-256). Never send the private half (d)',
  );

/** No 0, which would take a secret that works away at once: that is for people. */
const overlapSchema = z
  .literal(KEPT_OVERLAPS)
  .default(86_400)
  .describe(`How long the old secret goes on, in seconds: ${KEPT_OVERLAPS.join(', ')}`);

const asked = {
  client_id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  overlap_seconds: overlapSchema,
  encrypt_to: publicKeySchema,
};

/** @throws Refusal 400 */
async function recipient(key: z.output<typeof publicKeySchema>): Promise<Recipient> {
  const found = await recipientOf(key);
  if (!found) throw atField('encrypt_to', 'This is no point of P-256.');
  return found;
}

export const ROTATION_TOOLS = [
  tool({
    name: 'prepare_rotation',
    title: 'Prepare the rotation of a secret',
    description:
      'Says what a rotation of a client’s secret would do, and changes nothing. Show it to the person you work for. If they agree, pass its confirmation and the same values to start_rotation within five minutes.',
    scope: MANAGE_CLIENTS,
    takes: z.object(asked),
    gives: z.object({
      client_id: z.string(),
      client_name: z.string(),
      current_secret_id: z.string().nullable().describe('The secret that would be replaced'),
      current_secret_hint: z.string().nullable().describe('Its last four characters'),
      overlap_seconds: z.int(),
      encrypt_to_thumbprint: z.string().describe('Of your key (RFC 7638): compare it'),
      what_happens: z.string(),
      confirmation: z.string().describe('For start_rotation: for this caller and these values, once'),
      confirmation_expires_at: instant,
    }),
    changes: false,
    async run(input, { caller, services }) {
      const { actor } = caller;
      // Refused now, and not when the person has agreed.
      permit(actor, 'secret:rotate');
      const client = await readClient(actor, input.client_id, services);
      permitPower(actor, client);
      const [current, old] = client.secrets.filter(({ state }) => state === 'current' || state === 'old');
      if (old) throw conflict('A rotation is under way: complete or cancel it first, in the portal.');
      const { thumbprint } = await recipient(input.encrypt_to);
      const { confirmation, expiresAt } = newConfirmation(
        {
          clientId: client.client_id,
          currentSecretId: current?.id ?? null,
          overlapSeconds: input.overlap_seconds,
          thumbprint,
        },
        caller,
        services,
      );
      return {
        client_id: client.client_id,
        client_name: client.name,
        current_secret_id: current?.id ?? null,
        current_secret_hint: current?.hint ?? null,
        overlap_seconds: input.overlap_seconds,
        encrypt_to_thumbprint: thumbprint,
        what_happens: current
          ? `${client.name} gets a new secret, readable only with the private half of your key. The old one, ending in ${current.hint}, works for ${input.overlap_seconds} seconds more and then no longer: whatever uses it must have the new one by then.`
          : `${client.name} has no live secret. It gets one, readable only with the private half of your key.`,
        confirmation,
        confirmation_expires_at: Math.floor(expiresAt / 1000),
      };
    },
  }),
  tool({
    name: 'start_rotation',
    title: 'Start the rotation of a secret',
    description:
      'Carries out what prepare_rotation said: the client gets a new secret beside the old one. The secret is answered encrypted to your key, and is nowhere else: decrypt it where it is to be used, never in a conversation.',
    scope: MANAGE_CLIENTS,
    takes: z.object({
      ...asked,
      current_secret_id: z.string().max(64).nullable().describe('As prepare_rotation said'),
      confirmation: z.string().max(200).describe('Of prepare_rotation'),
    }),
    gives: z.object({
      client_id: z.string(),
      secret_id: z.string(),
      encrypted_secret: z.string().describe('A JWE (RFC 7516), ECDH-ES with A256GCM, of the new secret'),
      encrypted_to_thumbprint: z.string(),
      previous_secret_expires_at: instant.nullable().describe('Until then the old secret works as well'),
      next_step: z.string(),
    }),
    changes: true,
    async run(input, { caller, services }) {
      const { actor } = caller;
      permit(actor, 'secret:rotate');
      const { thumbprint, seal } = await recipient(input.encrypt_to);
      const {
        client_id: clientId,
        current_secret_id: currentSecretId,
        overlap_seconds: overlapSeconds,
      } = input;
      const what = { clientId, currentSecretId, overlapSeconds, thumbprint };
      await useConfirmation(input.confirmation, what, caller, services);
      const how = { by: 'mcp', through: caller.clientId, token_id: caller.jti, encrypted_to: thumbprint };
      // Sealed before it is committed: a secret that nobody can read must not be left behind.
      const { made, sealed } = await services.db.transaction(async (tx) => {
        const wanted = { current_secret_id: currentSecretId, overlap_seconds: overlapSeconds };
        const made = await rotateSecret(actor, clientId, wanted, { ...services, db: tx }, how);
        return { made, sealed: await seal(made.clientSecret) };
      });
      await services.settleChanges();
      return {
        client_id: clientId,
        secret_id: made.secretId,
        encrypted_secret: sealed,
        encrypted_to_thumbprint: thumbprint,
        previous_secret_expires_at: previousSecretEnd(made.client),
        next_step: `Decrypt it where it is to be used, deploy it, and retire the old secret at ${services.issuer}/clients/${clientId}?tab=secrets once that is no longer used.`,
      };
    },
  }),
];
