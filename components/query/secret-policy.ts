import { useTenant } from './tenant';

/** Days after which a secret of this tenant is to be replaced; null without a policy, and until it is known. */
export function useMaxAgeDays(): number | null {
  return useTenant().data?.tenant.secret_max_age_days ?? null;
}
