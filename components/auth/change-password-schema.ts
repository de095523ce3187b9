import { changePasswordSchema } from '@/lib/contract/portal';

export const changePasswordFormSchema = changePasswordSchema.refine(
  ({ current_password, new_password }) => current_password !== new_password,
  {
    path: ['new_password'],
    message: 'Choose one that differs from the current password',
  },
);
