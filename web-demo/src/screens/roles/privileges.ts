/** Privileges on one kind of thing: `saas:application:view` and `saas:application:edit`. */
export interface PrivilegeGroup {
  /** `saas:application`. */
  name: string;
  suite: string;
  resource: string;
  privileges: { name: string; action: string }[];
}

/** Bytes of a privilege at most. */
const BYTES_MAX = 256;
const PRIVILEGE = /^[\w.-]+:[\w.-]+:[\w.-]+$/;

/** Whether a text can be a privilege, declared or not. */
export function isPrivilege(text: string): boolean {
  return text.length <= BYTES_MAX && PRIVILEGE.test(text);
}

/** Privileges by what they are about, in the order in which they come. What is malformed stands by itself. */
export function grouped(privileges: readonly string[]): PrivilegeGroup[] {
  const groups = new Map<string, PrivilegeGroup>();
  for (const name of privileges) {
    const [suite = name, resource = "", action = name] = name.split(":");
    const key = `${suite}:${resource}`;
    const group = groups.get(key) ?? { name: key, suite, resource, privileges: [] };
    group.privileges.push({ name, action });
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The suites of privileges, each once. */
export function suitesOf(privileges: readonly string[]): string[] {
  return [...new Set(privileges.map((name) => name.split(":")[0] ?? name))];
}
