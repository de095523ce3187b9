import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  CreateWebhook,
  DeliveryState,
  RotateWebhookSecret,
  UpdateWebhook,
  WebhookSecretAnswer,
} from '@/lib/contract/webhooks';
import { portalFetch } from './portal-api';

const contract = () => import('@/lib/contract/webhooks');
const webhookListSchema = async () => (await contract()).webhookListSchema;
const webhookAnswerSchema = async () => (await contract()).webhookAnswerSchema;
const webhookSecretAnswerSchema = async () => (await contract()).webhookSecretAnswerSchema;
const deliveryListSchema = async () => (await contract()).deliveryListSchema;
const deliveryAnswerSchema = async () => (await contract()).deliveryAnswerSchema;

const WEBHOOKS = '/api/portal/webhooks' as const;
const keys = {
  all: ['webhooks'] as const,
  list: ['webhooks', 'list'] as const,
  one: (id: string) => ['webhooks', 'one', id] as const,
  deliveries: (id: string) => ['webhooks', 'deliveries', id] as const,
  delivery: (id: string) => ['webhooks', 'delivery', id] as const,
};

const pathOf = (id: string) => `${WEBHOOKS}/${encodeURIComponent(id)}` as const;
const deliveryPath = (id: string, deliveryId: string) =>
  `${pathOf(id)}/deliveries/${encodeURIComponent(deliveryId)}` as const;

export function useWebhooks() {
  return useQuery({
    queryKey: keys.list,
    queryFn: ({ signal }) => portalFetch(WEBHOOKS, { schema: webhookListSchema, signal }),
    refetchInterval: 30_000,
  });
}

export function useWebhook(id: string) {
  return useQuery({
    queryKey: keys.one(id),
    queryFn: ({ signal }) => portalFetch(pathOf(id), { schema: webhookAnswerSchema, signal }),
    refetchInterval: 5_000,
  });
}

/** The answer has the secret in it, and stays where it is asked for. */
export const createWebhook = (body: CreateWebhook): Promise<WebhookSecretAnswer> =>
  portalFetch(WEBHOOKS, { method: 'POST', body, schema: webhookSecretAnswerSchema });

export const rotateWebhookSecret = (id: string, body: RotateWebhookSecret): Promise<WebhookSecretAnswer> =>
  portalFetch(`${pathOf(id)}/secret`, { method: 'POST', body, schema: webhookSecretAnswerSchema });

/** For those who got an answer that is not to be kept. */
export function useForgetWebhooks() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: keys.all });
}

export function useUpdateWebhook(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateWebhook) =>
      portalFetch(pathOf(id), { method: 'PATCH', body, schema: webhookAnswerSchema }),
    onSuccess: (answer) => queries.setQueryData(keys.one(id), answer),
    // Refused or not, it is read again: somebody else may have been faster.
    onSettled: () => {
      queries.invalidateQueries({ queryKey: keys.all });
    },
  });
}

export function useDeleteWebhook(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => portalFetch(pathOf(id), { method: 'DELETE', schema: webhookListSchema }),
    onSuccess: (answer) => queries.setQueryData(keys.list, answer),
  });
}

/** The log from its newest delivery on, page by page. */
export function useDeliveries(id: string, state: DeliveryState | null) {
  return useInfiniteQuery({
    queryKey: [...keys.deliveries(id), state],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        ...(state ? { state } : {}),
        ...(pageParam ? { before: pageParam } : {}),
      });
      return portalFetch(`${pathOf(id)}/deliveries?${query}`, { schema: deliveryListSchema, signal });
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state: { data } }) => {
      const pages = data?.pages ?? [];
      // Every page is read again: with many open, somebody reads old ones.
      if (pages.length > 3) return false;
      // Its first try is a matter of a moment.
      return pages[0]?.deliveries.some((one) => one.state === 'waiting' && one.tries === 0) ? 1_000 : 5_000;
    },
  });
}

/** @param waiting whether there are tries to come */
export function useDelivery(id: string, deliveryId: string, waiting: boolean) {
  return useQuery({
    queryKey: keys.delivery(deliveryId),
    queryFn: ({ signal }) =>
      portalFetch(deliveryPath(id, deliveryId), { schema: deliveryAnswerSchema, signal }),
    refetchInterval: waiting ? 5_000 : false,
  });
}

function useSending<Argument>(id: string, path: (argument: Argument) => `/api/portal/${string}`) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (argument: Argument) =>
      portalFetch(path(argument), { method: 'POST', body: {}, schema: deliveryAnswerSchema }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.deliveries(id) }),
  });
}

export const useSendTest = (id: string) => useSending<void>(id, () => `${pathOf(id)}/test`);
export const useRedeliver = (id: string) =>
  useSending<string>(id, (deliveryId) => `${deliveryPath(id, deliveryId)}/redeliver`);
