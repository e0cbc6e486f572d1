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
  const groups = new Map<string, Map<string, ApiInfo[]>>();
  for (const operation of info.apis) {
    const name = entryNameOf(operation.name);
    const suite = suiteOf(
      operation,
      info.apis.filter((other) => entryNameOf(other.name) === name),
    );
    const entries = groups.get(suite) ?? new Map<string, ApiInfo[]>();
    entries.set(name, [...(entries.get(name) ?? []), operation]);
    groups.set(suite, entries);
  }
  return [...groups].map(([name, entries]) => ({
    name,
    title: humanised(name),
    entries: [...entries].flatMap(([entry, operations]) => {
      const opening = openingOf(operations);
      return opening ? [{ name: `${name}/${entry}`, title: humanised(entry), opening, operations }] : [];
    }),
  }));
}

/**
 * The suite that an operation stands in: of those of its privileges the one that most operations on the same kind of
 * thing ask for. Those that ask for no privilege are about getting in.
 */
function suiteOf(operation: ApiInfo, alike: readonly ApiInfo[]): string {
  const all = alike.flatMap(suitesOf);
  const count = (suite: string) => all.filter((other) => other === suite).length;
  const [first] = suitesOf(operation).sort((a, b) => count(b) - count(a) || (a > b ? -1 : 1));
  return first ?? "getting in";
}

function suitesOf({ requirement }: ApiInfo): string[] {
  const privileges = typeof requirement === "object" ? requirement.privileges : [];
  return privileges.flatMap((privilege) => privilege.split(":").slice(0, 1));
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
