import type { Role } from '../contract/roles';

/** Least first. */
const RANKS: readonly Role[] = ['viewer', 'developer', 'admin', 'owner'];

export interface RoleRules {
  roleClaim: string | null;
  roleMapping: readonly { value: string; role: Role }[];
  defaultRole: Role | null;
}

/**
 * The role that a provider's claims give: of several that fit, the one that may do most; without any, the default.
 *
 * @returns null where the rules refuse such a person
 */
export function mappedRole(claims: Record<string, unknown>, rules: RoleRules): Role | null {
  const said = new Set(textsOf(rules.roleClaim === null ? undefined : claims[rules.roleClaim]));
  const fitting = rules.roleMapping.filter(({ value }) => said.has(value)).map(({ role }) => role);
  return RANKS.findLast((role) => fitting.includes(role)) ?? rules.defaultRole;
}

/** A list, or one text: providers do either. */
const textsOf = (claim: unknown): string[] =>
  [claim].flat().filter((value): value is string => typeof value === 'string');

/**
 * The role of somebody who is there already. Where no role is read from the provider, people keep theirs. An owner
 * stays one unless the mapping itself speaks of owners: they are made and unmade by owners, in the portal.
 *
 * @returns null where the rules refuse such a person
 */
export function nextRole(current: Role, claims: Record<string, unknown>, rules: RoleRules): Role | null {
  if (rules.roleMapping.length === 0) return current;
  const managesOwners = rules.roleMapping.some(({ role }) => role === 'owner');
  if (current === 'owner' && !managesOwners) return current;
  return mappedRole(claims, rules);
}
