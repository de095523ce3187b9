/** @param first a day */
export const auditGapWords = (first: string): string =>
  `The audit log is kept from ${first} on. Of the time before, secrets of deleted clients may be missing, and who retired a secret may not be known any more.`;
