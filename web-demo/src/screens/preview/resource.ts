import type { Facts } from "guestpass";

/** What is acted upon: an app, a company, a workflow run. */
export interface Resource {
  kind: string;
  id: string;
}

/** Reads `company/acme-berlin`; null for the organisation as a whole, and for what cannot be read. */
export function resourceOf(text: string): Resource | null {
  const slash = text.indexOf("/");
  const [kind, id] = [text.slice(0, slash).trim(), text.slice(slash + 1).trim()];
  return slash > 0 && kind !== "" && id !== "" ? { kind, id } : null;
}

/** Resources that the facts name: those that roles are held on, and those that access was granted to. */
export function resourcesIn(facts: Facts): string[] {
  const apps = (facts.role_grants ?? []).flatMap(({ on_resource }) => (on_resource ? [`app/${on_resource}`] : []));
  const companies = (facts.access_grants ?? []).flatMap(({ on_resource }) =>
    on_resource ? [`company/${on_resource}`] : [],
  );
  return [...new Set([...apps, ...companies])];
}
