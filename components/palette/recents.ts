export interface Recent {
  href: string;
  label: string;
}

const MOST = 5;
/** In memory: who looked at which client is nobody's business once the tab is closed. */
let recents: readonly Recent[] = [];

export const recentPlaces = (): readonly Recent[] => recents;

export function noteRecent(place: Recent): void {
  recents = [place, ...recents.filter(({ href }) => href !== place.href)].slice(0, MOST);
}
