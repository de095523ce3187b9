import type { ActivityEvent } from '@/lib/contract/portal';

export function actorName({ actor }: Pick<ActivityEvent, 'actor'>): string {
  switch (actor.type) {
    case 'client':
      return 'The client itself';
    case 'operator':
      return 'An operator';
    case 'anonymous':
      return 'An unknown caller';
    case 'user':
      return actor.name;
  }
}
