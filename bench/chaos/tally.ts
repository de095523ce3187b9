import { percentile } from '../report/statistics';

/** What became of the requests of one stretch of time. */
export interface Figures {
  requests: number;
  wrong: string[];
  /** By kind: a status, or the code of a broken connection. */
  errors: Record<string, number>;
  /** When the first and the last of those were due that were not answered, or wrongly; 0: none. */
  firstFault: number;
  lastFault: number;
  /** From when they were due, of those that got an answer; milliseconds. */
  times: number[];
}

const figures = (): Figures => ({
  requests: 0,
  wrong: [],
  errors: {},
  firstFault: 0,
  lastFault: 0,
  times: [],
});

/** Counts requests by the stretch in which they were due, and knows since when all is well. */
export class Tally {
  private current = figures();
  private readonly underWay = new Set<number>();
  private lastFault = 0;

  /** What is due from now on is counted by itself. */
  turn(): Figures {
    this.current = figures();
    return this.current;
  }

  /** @returns called with what went wrong: no answer, or a wrong one */
  begin(due: number): (error?: string, wrong?: string) => void {
    const stretch = this.current;
    stretch.requests++;
    this.underWay.add(due);
    return (error, wrong) => {
      this.underWay.delete(due);
      if (wrong !== undefined) stretch.wrong.push(wrong);
      if (error !== undefined) stretch.errors[error] = (stretch.errors[error] ?? 0) + 1;
      else stretch.times.push(performance.now() - due);
      if (error === undefined && wrong === undefined) return;
      this.lastFault = Math.max(this.lastFault, due);
      stretch.lastFault = Math.max(stretch.lastFault, due);
      stretch.firstFault = stretch.firstFault === 0 ? due : Math.min(stretch.firstFault, due);
    };
  }

  /** Since when all is well: nothing that was due later has failed, and none of it is still open. @returns a moment */
  wellSince(from: number): number {
    return Math.max(from, this.lastFault);
  }

  /** The first moment for which it is not known yet whether all was well. */
  knownUntil(): number {
    let oldest = performance.now();
    for (const due of this.underWay) if (due < oldest) oldest = due;
    return oldest;
  }
}

export const ninetyNinth = ({ times }: Figures): number => Math.round(percentile(times, 0.99));
