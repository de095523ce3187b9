import * as z from 'zod';

/**
 * Every refusal under /api/portal: 400 invalid_request (with `fields`), 401 invalid_session, 403 forbidden |
 * password_change_required | second_factor_required | second_factor_enrolment_required | step_up_required, 404 not_found, 409 conflict, 429 rate_limited, 503 temporarily_unavailable, 500 server_error.
 */
export const portalErrorSchema = z.object({
  error: z.string(),
  error_description: z.string(),
  request_id: z.string(),
  /** What is wrong with which field of the body. */
  fields: z.record(z.string(), z.string()).optional(),
});
export type PortalError = z.infer<typeof portalErrorSchema>;
