import type { Mail } from './mailer';

type Letter = Omit<Mail, 'to'>;

export const signed = (lines: string[]): string => [...lines, '', '—', 'Gooclaim Auth'].join('\n');

/** Names come from people: in a subject a line break would start another header (nodemailer folds, we do not rely on it). */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');

export const invitationLetter = (
  tenantName: string,
  invitedBy: string,
  link: string,
  days: number,
): Letter => ({
  subject: `${oneLine(tenantName)} invites you to Gooclaim Auth`,
  text: signed([
    `${invitedBy} invites you to ${oneLine(tenantName)}.`,
    '',
    'Choose a password and sign in:',
    link,
    '',
    `The link works once, for ${days} days. If you expected no invitation, do nothing.`,
  ]),
});

export const resetLetter = (link: string, minutes: number): Letter => ({
  subject: 'A new password for Gooclaim Auth',
  text: signed([
    'Someone, probably you, asked for a new password. Choose it here:',
    link,
    '',
    `The link works once, for ${minutes} minutes. If you did not ask, do nothing: your password stays as it is.`,
  ]),
});

/** @param what a sentence about the reader's account */
export const noticeLetter = (what: string, at: Date, address: string): Letter => ({
  subject: 'Your sign-in to Gooclaim Auth',
  text: signed([
    what,
    '',
    `When: ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `From: ${oneLine(address)}`,
    '',
    'Was it not you? Change your password, end your sessions, and tell an owner or admin of your tenant.',
  ]),
});
