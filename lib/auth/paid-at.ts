import type { Debt } from './sessions';

/** The page where each debt is paid. */
export const PAID_AT: Record<Debt, string> = {
  second_factor: '/second-factor',
  password: '/change-password',
  enrolment: '/set-up-second-factor',
};
