import { prepare } from '../fuzz/material';
import { fire } from '../fuzz/run';
import type { Attack } from './attack';

/** Inputs of one call: then the others have their turn. */
const AT_A_TIME = 2_000;

/** What `npm run fuzz` makes and judges. */
export const endpoints: Attack = {
  name: 'endpoints',
  words:
    'the inputs of `npm run fuzz`: credentials and tokens good, nearly good and forged, and whole requests with bytes changed anywhere',
  share: 0.15,
  anew: true,
  async prepare({ service }) {
    const material = await prepare(service, 'endpoints');
    return async (figures, budget) => {
      for (let turn = 0; !budget.isOver(figures); turn++) {
        const seed = budget.seed + turn;
        const tally = await fire(service, material, { seconds: 60, inputs: AT_A_TIME, seed });
        figures.inputs += tally.inputs;
        figures.good += tally.controls;
        figures.served += tally.controls;
        for (const [status, times] of tally.answers)
          figures.answers.set(status, (figures.answers.get(status) ?? 0) + times);
        for (const fault of tally.faults) figures.fault(`seed ${seed}: ${fault}`);
      }
    };
  },
};
