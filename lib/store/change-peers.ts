import type { Clock } from '../clock';

/** An instance that was not heard of for so long, in milliseconds, is gone. It says that it is here every second. */
const GONE_AFTER_MS = 3_000;

interface Question {
  number: number;
  missing: Set<string>;
  answered(): void;
}

/**
 * The other instances, and which of them have heard a question.
 *
 * @param steady milliseconds of a clock that nobody sets
 */
export function createChangePeers(steady: Clock) {
  const lastHeard = new Map<string, number>();
  let question: Question | undefined;

  function settle(peer: string): void {
    question?.missing.delete(peer);
    if (question?.missing.size === 0) question.answered();
  }

  return {
    isHere(peer: string): void {
      lastHeard.set(peer, steady());
    },
    isGone(peer: string): void {
      lastHeard.delete(peer);
      settle(peer);
    },
    hasHeard(peer: string, number: number): void {
      if (question?.number === number) settle(peer);
    },
    /**
     * Resolves when everybody has heard. One question at a time; another one takes its place.
     *
     * @param self who asks, and has to hear it as well
     */
    asked(number: number, self: string): Promise<void> {
      for (const [peer, at] of lastHeard) if (steady() - at > GONE_AFTER_MS) lastHeard.delete(peer);
      return new Promise((answered) => {
        question = { number, missing: new Set([self, ...lastHeard.keys()]), answered };
      });
    },
  };
}
