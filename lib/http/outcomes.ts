/** How calls of the OAuth endpoints ended, by what they were limited as and by outcome: two closed sets of words. */
export interface Outcomes {
  /** @param outcome `success`, `inactive`, an error code, or `refused` by the management API's own rules */
  count(operation: string, outcome: string): void;
  figures(): readonly OutcomeFigures[];
}

interface OutcomeFigures {
  operation: string;
  outcome: string;
  calls: number;
}

export function createOutcomes(): Outcomes {
  const known = new Map<string, Map<string, OutcomeFigures>>();
  return {
    count(operation, outcome) {
      const ofOperation = known.get(operation) ?? new Map<string, OutcomeFigures>();
      known.set(operation, ofOperation);
      const figures = ofOperation.get(outcome);
      if (figures) figures.calls++;
      else ofOperation.set(outcome, { operation, outcome, calls: 1 });
    },
    figures: () => [...known.values()].flatMap((ofOperation) => [...ofOperation.values()]),
  };
}
