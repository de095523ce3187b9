/**
 * What a session may owe before it opens anything, in the order in which it is paid: the code of the refusal, and the
 * page where it is paid.
 */
export const DEBTS = {
  second_factor: { error: 'second_factor_required', page: '/second-factor' },
  password: { error: 'password_change_required', page: '/change-password' },
  enrolment: { error: 'second_factor_enrolment_required', page: '/set-up-second-factor' },
} as const;

export type Debt = keyof typeof DEBTS;
