import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ClientView, CreateClient, RotateSecret, UpdateClient } from '@/lib/contract/portal';
import { type AnswerOf, portalFetch } from './portal-api';
import { PortalApiError } from './portal-api-error';
import { boardKey } from './secrets-board';

const clientAnswerSchema = async () => (await import('@/lib/contract/portal')).clientAnswerSchema;
const deletedAnswerSchema = async () => (await import('@/lib/contract/portal')).deletedAnswerSchema;
const newClientAnswerSchema = async () => (await import('@/lib/contract/portal')).newClientAnswerSchema;
const newSecretAnswerSchema = async () => (await import('@/lib/contract/portal')).newSecretAnswerSchema;

type ClientAnswer = AnswerOf<typeof clientAnswerSchema>;

export const clientKeys = {
  all: ['clients'] as const,
  list: () => [...clientKeys.all, 'list'] as const,
  one: (clientId: string) => [...clientKeys.all, 'one', clientId] as const,
  activity: (clientId: string) => [...clientKeys.all, 'activity', clientId] as const,
};

const CLIENTS = '/api/portal/clients' as const;

function clientPath(clientId: string, rest = ''): `/api/portal/${string}` {
  return `${CLIENTS}/${encodeURIComponent(clientId)}${rest}`;
}

/** While two secrets are live somebody is watching the switch, so the view follows every 2 s (visible tabs only). */
export function useClient(clientId: string) {
  return useQuery({
    queryKey: clientKeys.one(clientId),
    queryFn: ({ signal }) => portalFetch(clientPath(clientId), { schema: clientAnswerSchema, signal }),
    refetchInterval: (query) => {
      if (query.state.error instanceof PortalApiError && query.state.error.status === 404) return false;
      return query.state.data && isRotating(query.state.data.client) ? 2000 : 15_000;
    },
    staleTime: 1000,
  });
}

function isRotating(client: ClientView): boolean {
  return client.secrets.some((secret) => secret.state === 'old');
}

/** Puts the newest state of one client wherever it is shown. */
function keep(queries: QueryClient, answer: ClientAnswer): void {
  const { client, now } = answer;
  queries.setQueryData(clientKeys.one(client.client_id), { client, now } satisfies ClientAnswer);
  queries.invalidateQueries({ queryKey: clientKeys.list() });
  queries.invalidateQueries({ queryKey: boardKey });
  queries.invalidateQueries({ queryKey: clientKeys.activity(client.client_id) });
}

function useClientMutation<Variables>(
  clientId: string,
  send: (variables: Variables) => Promise<ClientAnswer>,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (answer) => keep(queries, answer),
    onError: (error) => {
      // Somebody else was faster: show what is true now.
      if (error instanceof PortalApiError && (error.status === 409 || error.status === 404)) {
        queries.invalidateQueries({ queryKey: clientKeys.one(clientId) });
      }
    },
  });
}

export function useUpdateClient(clientId: string) {
  return useClientMutation(clientId, (body: UpdateClient) =>
    portalFetch(clientPath(clientId), { method: 'PATCH', body, schema: clientAnswerSchema }),
  );
}

export function useClientAction(clientId: string) {
  return useClientMutation(clientId, (action: 'disable' | 'enable' | 'end-tokens') =>
    portalFetch(clientPath(clientId, `/${action}`), { method: 'POST', schema: clientAnswerSchema }),
  );
}

/** Nothing of it is asked for again: its page is about to be left. */
export function useDeleteClient(clientId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => portalFetch(clientPath(clientId), { method: 'DELETE', schema: deletedAnswerSchema }),
    onSuccess: () => queries.invalidateQueries({ queryKey: clientKeys.list() }),
  });
}

export function useRetireSecret(clientId: string) {
  return useClientMutation(clientId, (secretId: string) =>
    portalFetch(clientPath(clientId, `/secrets/${encodeURIComponent(secretId)}`), {
      method: 'DELETE',
      schema: clientAnswerSchema,
    }),
  );
}

/** Ends what was issued with one secret, which itself goes on. */
export function useEndSecretTokens(clientId: string) {
  return useClientMutation(clientId, (secretId: string) =>
    portalFetch(clientPath(clientId, `/secrets/${encodeURIComponent(secretId)}/end-tokens`), {
      method: 'POST',
      schema: clientAnswerSchema,
    }),
  );
}

/**
 * The two calls that answer with a secret. Deliberately not `useMutation`: its cache would keep the answer,
 * and the secret with it, for minutes after the dialog has closed.
 */
export function useSecretMakers() {
  const queries = useQueryClient();
  async function make<Answer extends ClientAnswer>(request: Promise<Answer>): Promise<Answer> {
    const answer = await request;
    keep(queries, { client: answer.client, now: answer.now });
    return answer;
  }
  return {
    createClient: (body: CreateClient) =>
      make(portalFetch(CLIENTS, { method: 'POST', body, schema: newClientAnswerSchema })),
    rotateSecret: async (clientId: string, body: RotateSecret) => {
      try {
        return await make(
          portalFetch(clientPath(clientId, '/secrets'), {
            method: 'POST',
            body,
            schema: newSecretAnswerSchema,
          }),
        );
      } catch (error) {
        queries.invalidateQueries({ queryKey: clientKeys.one(clientId) });
        throw error;
      }
    },
  };
}
