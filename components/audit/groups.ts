import { AUDIT_GROUPS, type AuditGroup } from '@/lib/contract/audit-actions';

export const GROUP_NAMES: Record<AuditGroup, string> = {
  tokens: 'Tokens',
  secrets: 'Secrets',
  clients: 'Clients',
  apps: 'Apps',
  members: 'Members',
  sign_ins: 'Sign-ins',
  settings: 'Settings',
  sso: 'Single sign-on',
  webhooks: 'Webhooks',
  signing_keys: 'Signing keys',
};

export const GROUPS = Object.keys(AUDIT_GROUPS) as [AuditGroup, ...AuditGroup[]];
