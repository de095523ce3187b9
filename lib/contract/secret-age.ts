/** The policy: a secret is replaced within 90 days; the reminder starts two weeks before. */
export const MAX_AGE_DAYS = 90;
export const SOON_FROM_DAY = 76;
