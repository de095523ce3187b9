import type { Answer } from '../../e2e/harness/call';
import { usage } from '../world/proc';
import { type Request, send } from './request';
import { fire } from './wrk';

/** One kind of request to one server. */
export interface Workload {
  name: string;
  port: number;
  /** Whose CPU time and memory count, by name: the root of each tree of processes. */
  processes: Record<string, number>;
  /** Sent one after the other, and from the beginning again. */
  requests: readonly Request[];
  /** In place of `requests`, for those that may be sent once only: enough of them for `seconds`. */
  fresh?: (seconds: number, rate: number) => Promise<Request[]>;
  isRight(answer: Answer): boolean;
}

export interface Measured {
  /** Requests a second. */
  rate: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** CPU milliseconds a request, and MB resident at the end, of each process. */
  cpuMs: Record<string, number>;
  rssMb: Record<string, number>;
}

/** The whole CPU time of a request, whoever spent it. */
export const costOf = ({ cpuMs }: Measured): number => Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0);

/** @throws Error with the answer that was wrong: fast and wrong is no result */
async function verify({ name, port, isRight }: Workload, requests: readonly Request[]): Promise<void> {
  for (const request of requests.slice(0, 3)) {
    const answer = await send(request, port);
    if (answer.status !== 200 || !isRight(answer))
      throw new Error(`${name}: a wrong answer, ${answer.status} ${answer.text.slice(0, 300)}`);
  }
}

/** What it was when nothing is known of it yet. */
const FIRST_GUESS = 3_000;
/** Of those that may be sent once, how many more than the last rate says. */
const RESERVE = 1.35;

/**
 * Full load, checked before and after.
 *
 * @param lastRate of the same workload
 */
async function measure(workload: Workload, seconds: number, lastRate = FIRST_GUESS): Promise<Measured> {
  const { fresh, requests, port, processes } = workload;
  for (let guess = lastRate * RESERVE; ; guess *= 2) {
    const sent = fresh ? await fresh(seconds, guess) : requests;
    if (!fresh) await verify(workload, sent);
    const before = usage(processes);
    const fired = await fire(port, sent, { seconds, once: fresh !== undefined });
    const after = usage(processes);
    await verify(workload, sent);
    // Faster than expected, some came a second time: not what was to be measured.
    if (fresh && fired.again > 0) continue;
    const each = (of: (name: string) => number) =>
      Object.fromEntries(Object.keys(processes).map((name) => [name, of(name)]));
    return {
      rate: fired.requests / fired.seconds,
      p50: fired.p50,
      p99: fired.p99,
      cpuMs: each(
        (name) =>
          (((after[name]?.cpuSeconds ?? 0) - (before[name]?.cpuSeconds ?? 0)) * 1000) / fired.requests,
      ),
      rssMb: each((name) => after[name]?.rssMb ?? 0),
    };
  }
}

/**
 * All of them, one after the other, round by round; every second round backwards, so that none always follows the same
 * one. Whatever else the machine does meets all of them alike.
 *
 * @param beside what is done once a round beside them
 * @returns what each measured, round by round
 */
export async function interleave(
  workloads: readonly Workload[],
  { rounds, seconds, warmUp }: { rounds: number; seconds: number; warmUp: number },
  beside: () => Promise<unknown> = async () => {},
): Promise<Map<string, Measured[]>> {
  const results = new Map<string, Measured[]>(workloads.map(({ name }) => [name, []]));
  const rates = new Map<string, number>();
  for (const workload of workloads) {
    const { rate } = await measure(workload, warmUp);
    rates.set(workload.name, rate);
  }
  for (let round = 0; round < rounds; round++) {
    process.stderr.write(`  round ${round + 1} of ${rounds}\n`);
    await beside();
    for (const workload of round % 2 ? workloads.toReversed() : workloads) {
      const measured = await measure(workload, seconds, rates.get(workload.name));
      rates.set(workload.name, measured.rate);
      results.get(workload.name)?.push(measured);
    }
  }
  return results;
}
