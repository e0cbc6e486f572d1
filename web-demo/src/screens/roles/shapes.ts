import type { AppLevel, RoleKind } from "guestpass";

/** A role of the policy, as the organisation has it. */
export interface PolicyRole {
  name: string;
  title: string;
  summary: string;
  functions: string[];
  designed_for: string[];
  constraints: string[];
  kind: RoleKind;
  privileges: string[];
  /** Whether the organisation has it on. */
  enabled: boolean;
  switchable: boolean;
  deprecated: boolean;
}

/** A role that the organisation made for itself. */
export interface OwnRole {
  name: string;
  kind: RoleKind;
  level: AppLevel;
  privileges: string[];
  /** Whether the policy has a role of this name itself, so that whoever holds this one holds nothing by it. */
  collides: boolean;
  /** For `If-Match`. */
  revision: number;
}

/** `GET .../roles`. */
export interface RoleListing {
  roles: PolicyRole[];
  custom_roles: OwnRole[];
  /** The role of people who arrive by themselves. */
  default_role: string | null;
}

/** One role of the list, of either kind. */
export type ListedRole = { of: "policy"; role: PolicyRole } | { of: "organisation"; role: OwnRole };

/** What is being changed in a dialog. */
export type Opening =
  | { what: "create" }
  | { what: "default" }
  | { what: "edit"; role: OwnRole }
  | { what: "delete"; role: OwnRole }
  | { what: "switch"; role: PolicyRole };

export function listed(listing: RoleListing): ListedRole[] {
  return [
    ...listing.custom_roles.map((role): ListedRole => ({ of: "organisation", role })),
    ...listing.roles.map((role): ListedRole => ({ of: "policy", role })),
  ];
}

/** Tells roles apart, also when the policy has taken the name of one that the organisation made. */
export function keyOf(role: ListedRole): string {
  return `${role.of} ${role.role.name}`;
}

export function titleOf(role: ListedRole): string {
  return role.of === "policy" ? role.role.title : role.role.name;
}
