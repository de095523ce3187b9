import type { RawAnswer } from '../fuzz/answers';
import { Connection } from '../fuzz/connection';
import type { Figures } from './figures';
import { bytesOf, type Shot, shown } from './shot';
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
  /** Prepared anew for each round: what it holds does not outlive the signing keys, which others rotate and revoke. */
  anew?: boolean;
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

/** The same, each lane on a connection of its own that it keeps from one request to the next. */
export function onConnections(
  port: number,
  lanes: number,
  figures: Figures,
  budget: Budget,
  once: (number: number, ask: (shot: Shot) => Promise<RawAnswer>, lane: number) => Promise<void>,
): Promise<void> {
  const connections = Array.from({ length: lanes }, () => new Connection(port));
  const askOn = (connection: Connection | undefined) => async (shot: Shot) => {
    try {
      const [answer] = (await connection?.ask(bytesOf(shot), [shot.method === 'HEAD'])) ?? [];
      if (!answer) throw new Error('no answer');
      figures.answered(answer.status);
      return answer;
    } catch (cause) {
      connection?.close();
      throw new Error(`${(cause as Error).message}: ${shown(shot)}`);
    }
  };
  return onLanes(lanes, figures, budget, (number, lane) =>
    once(number, askOn(connections[lane]), lane),
  ).finally(() => {
    for (const connection of connections) connection.close();
  });
}
