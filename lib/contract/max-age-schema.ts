import * as z from 'zod';

/** Days a tenant may choose between; none at all is its other choice. */
const LEAST_MAX_AGE_DAYS = 7;
const MOST_MAX_AGE_DAYS = 365;

export const maxAgeDaysSchema = z
  .number('Give a number of days')
  .int('Whole days only')
  .min(LEAST_MAX_AGE_DAYS, `At least ${LEAST_MAX_AGE_DAYS} days`)
  .max(MOST_MAX_AGE_DAYS, `At most ${MOST_MAX_AGE_DAYS} days`)
  .nullable();
