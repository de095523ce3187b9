import type { ActivityEvent } from '@/lib/contract/portal';

export function actorName({ actor, target_id }: Pick<ActivityEvent, 'actor' | 'target_id'>): string {
  switch (actor.type) {
    case 'client':
      // One that manages clients does things to others.
      return target_id === null || target_id === actor.id ? 'The client itself' : `The client ${actor.name}`;
    case 'operator':
      return 'An operator';
    case 'anonymous':
      return 'An unknown caller';
    case 'user':
      return actor.name;
  }
}
