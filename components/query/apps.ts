import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CreateApp, UpdateApp } from '@/lib/contract/apps';
import { portalFetch } from './portal-api';

const appAnswerSchema = async () => (await import('@/lib/contract/apps')).appAnswerSchema;
const appListSchema = async () => (await import('@/lib/contract/apps')).appListSchema;
const activitySchema = async () => (await import('@/lib/contract/portal')).activitySchema;

const APPS = '/api/portal/apps' as const;
const appKeys = {
  all: ['apps'] as const,
  list: ['apps', 'list'] as const,
  one: (id: string) => ['apps', 'one', id] as const,
  activity: (id: string) => ['apps', 'activity', id] as const,
};

const appPath = (id: string) => `${APPS}/${encodeURIComponent(id)}` as const;

export function useApps() {
  return useQuery({
    queryKey: appKeys.list,
    queryFn: ({ signal }) => portalFetch(APPS, { schema: appListSchema, signal }),
    refetchInterval: 30_000,
  });
}

export function useApp(id: string) {
  return useQuery({
    queryKey: appKeys.one(id),
    queryFn: ({ signal }) => portalFetch(appPath(id), { schema: appAnswerSchema, signal }),
    refetchInterval: 30_000,
  });
}

export function useAppActivity(id: string) {
  return useQuery({
    queryKey: appKeys.activity(id),
    queryFn: ({ signal }) => portalFetch(`${appPath(id)}/activity`, { schema: activitySchema, signal }),
    refetchInterval: 10_000,
  });
}

export function useCreateApp() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateApp) => portalFetch(APPS, { method: 'POST', body, schema: appAnswerSchema }),
    onSuccess: (answer) => {
      queries.setQueryData(appKeys.one(answer.app.id), answer);
      queries.invalidateQueries({ queryKey: appKeys.list });
    },
  });
}

export function useUpdateApp(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateApp) =>
      portalFetch(appPath(id), { method: 'PATCH', body, schema: appAnswerSchema }),
    onSuccess: (answer) => queries.setQueryData(appKeys.one(id), answer),
    // Refused or not, it is read again: somebody else may have been faster.
    onSettled: () => {
      queries.invalidateQueries({ queryKey: appKeys.all });
    },
  });
}

export function useDeleteApp(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => portalFetch(appPath(id), { method: 'DELETE', schema: appListSchema }),
    onSuccess: (answer) => queries.setQueryData(appKeys.list, answer),
  });
}
