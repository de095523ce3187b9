/** Raised by setting, and never off: they are counted as ever, and nobody meets them. */
export const RAISED_LIMITS = {
  RATE_LIMIT_TOKEN: '10000000',
  RATE_LIMIT_TOKEN_FAILURE: '10000000',
  RATE_LIMIT_INTROSPECT: '10000000',
  RATE_LIMIT_INTROSPECT_FAILURE: '10000000',
};

/** A `.env` in the checkout is read by whatever is started there, unless a variable is set already. */
export const NOBODY_ELSES_DATABASE = {
  DATABASE_URL: '',
  DATABASE_URL_FILE: '',
  REDIS_URL: '',
  REDIS_URL_FILE: '',
};
