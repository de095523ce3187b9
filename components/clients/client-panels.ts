import { lazyPart } from '@/components/ui/lazy-part';
import { TabSkeleton } from './tab-skeleton';

/** What a client's tabs show, each loaded by itself. */
export const PANELS = {
  overview: lazyPart(async () => (await import('./overview-tab')).OverviewTab, TabSkeleton),
  secrets: lazyPart(async () => (await import('./secrets-tab')).SecretsTab, TabSkeleton),
  token: lazyPart(async () => (await import('./token-tab')).TokenTab, TabSkeleton),
  activity: lazyPart(async () => (await import('./activity-tab')).ActivityTab, TabSkeleton),
  danger: lazyPart(async () => (await import('./danger-tab')).DangerTab, TabSkeleton),
};
