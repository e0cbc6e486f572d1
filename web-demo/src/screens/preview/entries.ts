import type { ApiInfo, PolicyInfo } from "guestpass";

/** An entry of the navigation: operations on one kind of thing, and the one that opens it. */
export interface Entry {
  name: string;
  title: string;
  opening: ApiInfo;
  operations: ApiInfo[];
}

/** Entries that stand together because the same product has them. */
export interface EntryGroup {
  name: string;
  title: string;
  entries: Entry[];
}

/** Names of operations that show something, the most likely first. */
const OPENING = ["list", "open", "view", "overview", "login", "sign-in", "row"];
/** Abbreviations that people write in capitals. */
const CAPITALS: Readonly<Record<string, string>> = { saas: "SaaS", iam: "Identity", fsm: "Field service", sms: "SMS" };

/** What can be asked of a policy, as the navigation of a product would show it. */
export function entriesOf(info: PolicyInfo): EntryGroup[] {
  const things = new Map<string, ApiInfo[]>();
  for (const operation of info.apis) {
    const name = entryNameOf(operation.name);
    things.set(name, [...(things.get(name) ?? []), operation]);
  }
  const groups = new Map<string, Entry[]>();
  for (const [name, operations] of things) {
    const opening = openingOf(operations);
    const suite = suiteOf(operations);
    if (opening) {
      groups.set(suite, [...(groups.get(suite) ?? []), { name, title: humanised(name), opening, operations }]);
    }
  }
  return [...groups].map(([name, entries]) => ({ name, title: humanised(name), entries }));
}

/** The suite that most of their privileges belong to; those that ask for none are about getting in. */
function suiteOf(operations: readonly ApiInfo[]): string {
  const counts = new Map<string, number>();
  for (const { requirement } of operations) {
    const privileges = typeof requirement === "object" ? requirement.privileges : [];
    const suites = privileges.flatMap((privilege) => privilege.split(":").slice(0, 1));
    suites.forEach((suite) => counts.set(suite, (counts.get(suite) ?? 0) + 1));
  }
  const [first] = [...counts].sort(([nameA, a], [nameB, b]) => b - a || (nameA > nameB ? -1 : 1));
  return first?.[0] ?? "getting in";
}

/** `external-access.list` is about `external-access`. */
function entryNameOf(operation: string): string {
  const dot = operation.lastIndexOf(".");
  return dot < 0 ? operation : operation.slice(0, dot);
}

function openingOf(operations: readonly ApiInfo[]): ApiInfo | undefined {
  for (const name of OPENING) {
    const found = operations.find((operation) => operation.name.endsWith(`.${name}`));
    if (found) {
      return found;
    }
  }
  return operations[0];
}

/** `external-access` is `External access`. */
export function humanised(name: string): string {
  const words = name.split(/[-.]/).map((word) => CAPITALS[word] ?? word);
  const text = words.join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
