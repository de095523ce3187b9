import type { Clock } from '../clock';

/**
 * How old a proof may be, in milliseconds: what is believed is never older. The rest of the second within which all
 * instances agree is for the answer itself.
 */
export const TRUST_MS = 700;

interface Moment {
  steady: number;
  wall: number;
}

/**
 * Proof that this process knows of every change. PostgreSQL delivers notifications in the order of their commits: a
 * message of our own that came back says that whatever was committed before it was sent has been delivered, too.
 *
 * @param wall milliseconds since the epoch
 * @param steady milliseconds of a clock that nobody sets. It stands still while a machine sleeps, and the other does not:
 * whichever says more time has passed is right.
 */
export function createChangeProof(wall: Clock, steady: Clock) {
  const sent = new Map<number, Moment>();
  let latest = 0;
  let returned = 0;
  /** Messages up to this number prove nothing. */
  let worthless = 0;
  let proof: Moment | undefined;
  /** The same, kept when it counts no more. */
  let latestProof: Moment | undefined;

  return {
    /** @returns the number of a message that is about to be sent */
    sending(): number {
      latest++;
      sent.set(latest, { steady: steady(), wall: wall() });
      return latest;
    },
    /** One that was sent has been delivered to us. */
    cameBack(number: number): void {
      const moment = sent.get(number);
      for (const earlier of sent.keys()) if (earlier <= number) sent.delete(earlier);
      returned = Math.max(returned, number);
      if (!moment || number <= worthless) return;
      proof = moment;
      latestProof = moment;
    },
    hasComeBack: (number: number) => number <= returned,
    /** It could not be sent. */
    failed(number: number): void {
      sent.delete(number);
    },
    /** Nothing counts that was sent until now. */
    distrust(): void {
      worthless = latest;
      proof = undefined;
    },
    /** The moment, in milliseconds since the epoch, up to which all changes are known; undefined when that is too long ago. */
    provenAt(): number | undefined {
      if (!proof) return undefined;
      const now = wall();
      // Set back: what it proves would lie ahead, and what is committed until then would be taken for known.
      if (now < proof.wall) return undefined;
      const age = Math.max(steady() - proof.steady, now - proof.wall);
      return age < TRUST_MS ? proof.wall : undefined;
    },
    /** Milliseconds since what the latest proof proved, whether it still counts or not; undefined before the first. */
    age: (): number | undefined => latestProof && steady() - latestProof.steady,
  };
}
