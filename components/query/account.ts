import { type AnswerOf, portalFetch } from './portal-api';

const passkeyOptionsSchema = async () => (await import('@/lib/contract/factors')).passkeyOptionsSchema;
const openedInvitationSchema = async () => (await import('@/lib/contract/members')).openedInvitationSchema;

export type OpenedInvitation = AnswerOf<typeof openedInvitationSchema>;

const post = (path: `/api/account/${string}`, body: unknown) => portalFetch(path, { method: 'POST', body });

/** The token of a link goes in the body: addresses are written to logs. */
export const openInvitation = (token: string): Promise<OpenedInvitation> =>
  portalFetch('/api/account/invitation', { method: 'POST', body: { token }, schema: openedInvitationSchema });

export const acceptInvitation = (token: string, password: string) =>
  post('/api/account/invitation/accept', { token, password });

export const forgotPassword = (email: string) => post('/api/account/forgot-password', { email });

export const resetPassword = (token: string, password: string) =>
  post('/api/account/reset-password', { token, password });

/** What the browser needs to sign in with a passkey. */
export const passkeySignInOptions = () =>
  portalFetch('/api/account/passkey', { method: 'POST', schema: passkeyOptionsSchema });
