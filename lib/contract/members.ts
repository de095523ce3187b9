import * as z from 'zod';
import { LINK_TOKEN } from './link-token';
import { roleSchema } from './role-schema';

/** People of a tenant, as the portal's pages and its handlers speak of them. Times as in `portal.ts`. */
const instant = z.iso.datetime();

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'At most 254 characters')
  .pipe(z.email('Enter an email address'));

const memberSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  status: z.enum(['active', 'disabled']),
  created_at: instant,
  /** Live sessions now. */
  sessions: z.number().int(),
  /** Whether they are linked to the tenant's OpenID provider. */
  single_sign_on: z.boolean(),
  tokens_not_before: instant.nullable(),
  /** What they can prove beside a password; null for whoever may not edit members: it says whom to attack. */
  second_factors: z.array(z.enum(['totp', 'passkey'])).nullable(),
});
export type MemberView = z.infer<typeof memberSchema>;

const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  created_at: instant,
  created_by: z.string(),
  /** Past it the link is dead: send another. */
  expires_at: instant,
});
export type InvitationView = z.infer<typeof invitationSchema>;

/** GET /api/portal/members: people, and the invitations nobody has answered yet. */
export const memberListSchema = z.object({
  members: z.array(memberSchema),
  invitations: z.array(invitationSchema),
  now: instant,
});

/**
 * PATCH /api/portal/members/{id}; POST …/end-tokens ends their sessions and every token they were issued; POST
 * …/reset-factors takes their second factors away, and ends the same.
 */
export const memberAnswerSchema = z.object({ member: memberSchema, now: instant });
export const changeMemberSchema = z
  .strictObject({ role: roleSchema, status: z.enum(['active', 'disabled']) })
  .partial();
export type ChangeMember = z.input<typeof changeMemberSchema>;

/** What became of a link: `link` is told only where no mail could carry it, to be passed on by hand. */
const deliverySchema = z.object({
  mail: z.enum(['sent', 'not_configured', 'failed']),
  link: z.string().nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** POST /api/portal/members/invitations (201); POST …/{id}/resend (the earlier link is dead); DELETE …/{id} */
export const inviteSchema = z.strictObject({ email: emailSchema, role: roleSchema });
export type Invite = z.input<typeof inviteSchema>;
export const invitationAnswerSchema = z.object({
  invitation: invitationSchema,
  delivery: deliverySchema,
  now: instant,
});

/** POST /api/portal/members/{id}/reset-password: a link to a new password; the old one goes on until it is used. */
export const resetAnswerSchema = z.object({ delivery: deliverySchema, now: instant });

/** What the link of a mail carries. */
const linkToken = z.string().regex(LINK_TOKEN, 'This link is not complete: copy all of it');

export const newPasswordSchema = z
  .string()
  .min(12, 'At least 12 characters')
  .max(128, 'At most 128 characters');

/**
 * POST /api/account/invitation: what a link offers. 404 for one that was used, withdrawn, has expired or never was;
 * 409 for an address that has an account.
 */
export const openInvitationSchema = z.strictObject({ token: linkToken });
export const openedInvitationSchema = z.object({
  tenant_name: z.string(),
  email: z.string(),
  role: roleSchema,
  expires_at: instant,
});
/** POST /api/account/invitation/accept: the person exists from then on, and signs in. */
export const acceptInvitationSchema = z.strictObject({ token: linkToken, password: newPasswordSchema });

/** POST /api/account/forgot-password (202): the same answer whether there is such an account. */
export const forgotPasswordSchema = z.strictObject({ email: emailSchema });
/** POST /api/account/reset-password: ends all sessions of the person. */
export const resetPasswordSchema = z.strictObject({ token: linkToken, password: newPasswordSchema });

/** GET /api/portal/sessions: one's own. DELETE ends all others; DELETE …/{id} ends one. */
export const sessionListSchema = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      created_at: instant,
      expires_at: instant,
      address: z.string(),
      user_agent: z.string(),
      /** For a session at an app; null for one at the portal. */
      app_name: z.string().nullable(),
      /** The one this call came by. */
      current: z.boolean(),
    }),
  ),
  now: instant,
});
