/** How long and how often. */
export interface Plan {
  rounds: number;
  /** Of one measurement; whole ones. */
  seconds: number;
  warmUp: number;
  /** A factor on what is put into databases and asked one by one; below 1 only to try the bench out. */
  scale: number;
  withRedis: boolean;
  /** Whether growth is measured to its end, or at the one size that has a budget. */
  whole: boolean;
}

export const scaled = ({ scale }: Plan, count: number): number => Math.max(10, Math.round(count * scale));
