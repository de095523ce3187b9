import { heldOutput } from './setup/process.mjs';

/** What a check comes to; `seconds` it took, those of all its parts together. */
export const NOTHING = { passed: 0, failed: 0, skipped: 0, seconds: 0 };
export const sum = (one, other) =>
  Object.fromEntries(Object.keys(NOTHING).map((kind) => [kind, one[kind] + other[kind]]));

/** Lets `lanes` works go on at once, first come, first served. */
export function inLanes(lanes) {
  let free = lanes;
  const waiting = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

/** Works on a check once it is `ready`, each part in a lane of its own; what they say is held until it is told of. */
export const begin = ({ name, parts }, ready, lane) => ({
  name,
  begun: parts.map((work) => {
    const output = heldOutput();
    const timed = async () => {
      const began = Date.now();
      const counts = await work(output);
      return { ...counts, seconds: (Date.now() - began) / 1000 };
    };
    const result = ready
      .then(() => lane(timed))
      .catch((fault) => {
        output.write(`${fault.message}\n`);
        return { ...NOTHING, failed: 1 };
      });
    return { output, result };
  }),
});
