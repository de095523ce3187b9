import type { Figures } from './figures';
import type { Stage } from './stage';

/** How much of a class is to be tried at a time. */
export interface Budget {
  /** The same seed makes the same inputs, as far as they do not depend on answers. */
  seed: number;
  isOver(figures: Figures): boolean;
}

/** One class of inputs that nobody should send. */
export interface Attack {
  name: string;
  words: string;
  /** Its share of the inputs; 0: it takes as long as the service's deadlines, however many inputs that are. */
  share: number;
  /** @returns what runs it, time and again */
  prepare(stage: Stage): Promise<(figures: Figures, budget: Budget) => Promise<void>>;
}

/** Does `once` on several lanes at the same time, until the budget is used. */
export async function onLanes(
  lanes: number,
  figures: Figures,
  budget: Budget,
  once: (number: number, lane: number) => Promise<void>,
): Promise<void> {
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      while (!budget.isOver(figures)) {
        const number = figures.inputs++;
        await once(number, lane).catch((cause: Error) => figures.fault(`input ${number}: ${cause.message}`));
      }
    }),
  );
}
