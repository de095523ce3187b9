/** "2026-03-01 12:00 UTC": the same wherever and whenever a document is read. */
export const utcTime = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;
