/** How much there is at a step. */
export interface Size {
  clients: number;
  revocations: number;
  auditRows: number;
}

export const SMALLEST: Size = { clients: 10, revocations: 0, auditRows: 0 };

/** The one that has a budget, and is measured in every run. */
export const MANY_CLIENTS: Size = { ...SMALLEST, clients: 100_000 };

/** One kind of growth after the other, each on top of the last. */
export const SIZES: readonly Size[] = [
  { ...SMALLEST, clients: 1_000 },
  { ...SMALLEST, clients: 10_000 },
  MANY_CLIENTS,
  { ...MANY_CLIENTS, revocations: 100_000 },
  { ...MANY_CLIENTS, revocations: 1_000_000 },
  { ...MANY_CLIENTS, revocations: 1_000_000, auditRows: 1_000_000 },
  { ...MANY_CLIENTS, revocations: 1_000_000, auditRows: 10_000_000 },
];
