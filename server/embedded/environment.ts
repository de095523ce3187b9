/** What PostgreSQL's programs see of our environment: none of our secrets, and no locale of the person at the keyboard. */
export const POSTGRES_ENVIRONMENT = { PATH: process.env.PATH, LC_ALL: 'C' } as unknown as NodeJS.ProcessEnv;
