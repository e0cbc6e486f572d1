import { effect, signal } from "@preact/signals";

/** Who sits before the page. */
export interface Credential {
  /** An API key, or a token of an identity provider. */
  key: string;
  /** For whom the demonstration's key acts. */
  person: string | null;
  isDemo: boolean;
}

/** Survives a reload and ends with the tab. */
const KEPT_AS = "guestpass-credential";

/** Whom one is in the demonstration. */
const DEMO_PERSON_KEPT_AS = "guestpass-demo-person";

/** Who it was before the page was loaded again. */
export const keptDemoPerson: string | null = sessionStorage.getItem(DEMO_PERSON_KEPT_AS);

/** Null before anybody has signed in. */
export const credential = signal<Credential | null>(kept());

effect(() => {
  const current = credential.value;
  // What the demonstration gives is asked for anew, since it changes with each start of the server.
  if (current === null || current.isDemo) {
    sessionStorage.removeItem(KEPT_AS);
    if (current?.person) {
      sessionStorage.setItem(DEMO_PERSON_KEPT_AS, current.person);
    }
  } else {
    sessionStorage.setItem(KEPT_AS, JSON.stringify(current));
  }
});

function kept(): Credential | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(KEPT_AS) ?? "null");
    if (typeof found === "object" && found !== null && "key" in found && typeof found.key === "string") {
      return { key: found.key, person: null, isDemo: false };
    }
  } catch {
    // Somebody else wrote it: nobody is signed in.
  }
  return null;
}

export function signOut(): void {
  credential.value = null;
}
