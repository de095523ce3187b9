import type { z } from 'zod';
import { readClientPage } from '../../admin/client-list';
import { versionOf } from '../../admin/client-settings';
import {
  deleteClient,
  endClientTokens,
  readClient,
  setClientStatus,
  updateClient,
} from '../../admin/clients';
import { createClientOnce, rotateSecretOnce } from '../../admin/once';
import { retireSecret } from '../../admin/secrets';
import { revokeClientToken } from '../../admin/token-revocation';
import { readUsage } from '../../admin/usage';
import {
  createdClientSchema,
  managedClientChangeSchema,
  managedClientListSchema,
  managedClientQuerySchema,
  managedClientSchema,
  managedRotationSchema,
  managedSecretsSchema,
  managedUsageQuerySchema,
  managedUsageSchema,
  newManagedClientSchema,
  nothingSchema,
  rotatedSecretSchema,
  tokenIdSchema,
} from '../../contract/management';
import type { ClientView } from '../../contract/portal';
import { MANAGE_CLIENTS, READ_CLIENTS } from '../../contract/scope-terms';
import { type Call, idempotencyKey, wantedVersions } from './call';
import { managedClient, managedClientList, managedSecret, managedUsage, previousSecretEnd } from './views';

export const MANAGEMENT_PATH = '/v1/tenants/self/clients';

export interface Operation {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `MANAGEMENT_PATH`. */
  path: string;
  scope: typeof READ_CLIENTS | typeof MANAGE_CLIENTS;
  summary: string;
  /** The query of a GET, the body of anything else. */
  takes: z.ZodType;
  /** Null for an answer without a body. */
  answers: z.ZodType | null;
  status: 200 | 201 | 204;
  run(call: Call<never>): Promise<unknown>;
}

/** Holds an operation to what its schemas say. */
const operation = <Takes extends z.ZodType, Answers extends z.ZodType | null>(
  given: Omit<Operation, 'takes' | 'answers' | 'run'> & {
    takes: Takes;
    answers: Answers;
    run(call: Call<z.output<Takes>>): Promise<Answers extends z.ZodType ? z.output<Answers> : void>;
  },
): Operation => given as unknown as Operation;

const shown = (client: ClientView, { setVersion }: Pick<Call<unknown>, 'setVersion'>) => {
  setVersion(versionOf(client));
  return managedClient(client);
};

/** All there is, one entry an operation: routing, scopes, checking and documentation are made from it. */
export const OPERATIONS: readonly Operation[] = [
  operation({
    method: 'GET',
    path: '',
    scope: READ_CLIENTS,
    summary: 'List clients, 50 a page',
    takes: managedClientQuerySchema,
    answers: managedClientListSchema,
    status: 200,
    run: async ({ machine, input, services }) =>
      managedClientList(await readClientPage(machine, input, services)),
  }),
  operation({
    method: 'POST',
    path: '',
    scope: MANAGE_CLIENTS,
    summary: 'Make a client',
    takes: newManagedClientSchema,
    answers: createdClientSchema,
    status: 201,
    async run(call) {
      const { client_name: name, scope: scopes, token_endpoint_auth_method: method, ...rest } = call.input;
      const authentication = method === 'private_key_jwt' ? ('key' as const) : ('secret' as const);
      const wanted = { ...rest, name, scopes, authentication };
      const key = idempotencyKey(call.request);
      const made = await createClientOnce(call.machine, key, wanted, call.services);
      const client = shown(made.client, call);
      return made.secretId === null ? client : { ...client, ...secretOf(made) };
    },
  }),
  operation({
    method: 'GET',
    path: '/{client_id}',
    scope: READ_CLIENTS,
    summary: 'Read a client',
    takes: nothingSchema,
    answers: managedClientSchema,
    status: 200,
    run: async (call) => shown(await readClient(call.machine, call.clientId, call.services), call),
  }),
  operation({
    method: 'PATCH',
    path: '/{client_id}',
    scope: MANAGE_CLIENTS,
    summary: 'Change a client; what is not sent stays as it is',
    takes: managedClientChangeSchema,
    answers: managedClientSchema,
    status: 200,
    async run(call) {
      const { machine, clientId, services } = call;
      const { client_name: name, scope: scopes, ...rest } = call.input;
      const change = { ...rest, name, scopes };
      return shown(
        await updateClient(machine, clientId, change, services, wantedVersions(call.request)),
        call,
      );
    },
  }),
  operation({
    method: 'DELETE',
    path: '/{client_id}',
    scope: MANAGE_CLIENTS,
    summary: 'Delete a client that is disabled',
    takes: nothingSchema,
    answers: null,
    status: 204,
    run: ({ machine, clientId, services }) => deleteClient(machine, clientId, services),
  }),
  ...(['disable', 'enable'] as const).map((word) =>
    operation({
      method: 'POST',
      path: `/{client_id}/${word}`,
      scope: MANAGE_CLIENTS,
      summary: word === 'disable' ? 'Refuse a client, and end its tokens' : 'Let a client in again',
      takes: nothingSchema,
      answers: managedClientSchema,
      status: 200,
      run: async (call) => {
        const status = word === 'disable' ? 'disabled' : 'active';
        return shown(await setClientStatus(call.machine, call.clientId, status, call.services), call);
      },
    }),
  ),
  operation({
    method: 'POST',
    path: '/{client_id}/end-tokens',
    scope: MANAGE_CLIENTS,
    summary: 'End every token of a client; new ones are good',
    takes: nothingSchema,
    answers: managedClientSchema,
    status: 200,
    run: async (call) => shown(await endClientTokens(call.machine, call.clientId, call.services), call),
  }),
  operation({
    method: 'POST',
    path: '/{client_id}/revoke',
    scope: MANAGE_CLIENTS,
    summary: 'End one token of a client',
    takes: tokenIdSchema,
    answers: null,
    status: 204,
    run: ({ machine, clientId, input, services }) =>
      revokeClientToken(machine, clientId, input.jti, services),
  }),
  operation({
    method: 'GET',
    path: '/{client_id}/secrets',
    scope: READ_CLIENTS,
    summary: 'List the secrets of a client, without their texts',
    takes: nothingSchema,
    answers: managedSecretsSchema,
    status: 200,
    async run({ machine, clientId, services }) {
      const { secrets } = await readClient(machine, clientId, services);
      return { client_id: clientId, secrets: secrets.map(managedSecret) };
    },
  }),
  operation({
    method: 'POST',
    path: '/{client_id}/secrets',
    scope: MANAGE_CLIENTS,
    summary: 'Begin a rotation: a new secret beside the old one',
    takes: managedRotationSchema,
    answers: rotatedSecretSchema,
    status: 201,
    async run({ machine, clientId, input, request, services }) {
      const made = await rotateSecretOnce(machine, idempotencyKey(request), clientId, input, services);
      return {
        client_id: clientId,
        ...secretOf(made),
        previous_secret_expires_at: previousSecretEnd(made.client),
      };
    },
  }),
  operation({
    method: 'DELETE',
    path: '/{client_id}/secrets/{secret_id}',
    scope: MANAGE_CLIENTS,
    summary: 'End a secret: the old one completes a rotation, the new one cancels it',
    takes: nothingSchema,
    answers: null,
    status: 204,
    run: async ({ machine, clientId, secretId, services }) => {
      await retireSecret(machine, clientId, secretId, services);
    },
  }),
  operation({
    method: 'GET',
    path: '/{client_id}/usage',
    scope: READ_CLIENTS,
    summary: 'What a client did in the last hour, day or 30 days',
    takes: managedUsageQuerySchema,
    answers: managedUsageSchema,
    status: 200,
    run: async ({ machine, clientId, input, services }) =>
      managedUsage(clientId, await readUsage(machine, { range: input.range, client: clientId }, services)),
  }),
];

const secretOf = ({ secretId, clientSecret }: { secretId: string; clientSecret: string }) => ({
  secret_id: secretId,
  client_secret: clientSecret,
  client_secret_expires_at: 0 as const,
});
