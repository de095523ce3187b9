/** What came of one class of inputs. */
export class Figures {
  inputs = 0;
  seconds = 0;
  /** By status; 0 for an input that got no answer. */
  readonly answers = new Map<number, number>();
  /** Good requests among them, and how many of those were served. */
  good = 0;
  served = 0;
  /** Inputs that were not sent, since what they are about could not be made. */
  unprepared = 0;
  readonly faults: string[] = [];
  /** Longest and 99.9th percentile of how late a turn of the service's event loop came by its own doing, in milliseconds. */
  longestMs = 0;
  p999Ms = 0;
  /** Longest that others on the machine kept the service from a processor at a stretch, in milliseconds. */
  starvedMs = 0;
  /** What a good caller waited for at most meanwhile, in milliseconds. */
  waitedMs = 0;
  /** What this class alone can say, such as when connections were ended: the largest of each name. */
  readonly more = new Map<string, number>();

  constructor(
    readonly name: string,
    readonly words: string,
  ) {}

  answered(status: number): void {
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
  }

  fault(words: string): void {
    if (this.faults.length >= MOST_FAULTS) return;
    this.faults.push(`${this.name}: ${words}`);
    // At once: whoever ends a long run keeps what it has found.
    process.stderr.write(`${this.name}: ${words}\n`);
  }

  largest(name: string, value: number): void {
    this.more.set(name, Math.max(this.more.get(name) ?? 0, value));
  }

  stalled({ longestMs, p999Ms, starvedMs }: { longestMs: number; p999Ms: number; starvedMs: number }): void {
    this.starvedMs = Math.max(this.starvedMs, starvedMs);
    this.longestMs = Math.max(this.longestMs, longestMs);
    this.p999Ms = Math.max(this.p999Ms, p999Ms);
  }

  get broken(): number {
    return [...this.answers].reduce((sum, [status, times]) => sum + (status >= 500 ? times : 0), 0);
  }
}

/** By then there is enough to look at. */
const MOST_FAULTS = 20;
