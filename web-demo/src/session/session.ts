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

/** Whether it was the server that ended it: a token is good for a time. */
export const hasEnded = signal(false);

export function signOut(): void {
  hasEnded.value = false;
  credential.value = null;
}

/** The server does not know this key any more. What the person had open is there again after the next sign-in. */
export function endOf(key: string): void {
  const current = credential.value;
  if (current !== null && !current.isDemo && current.key === key) {
    credential.value = null;
    hasEnded.value = true;
  }
}

export function signIn(key: string): void {
  hasEnded.value = false;
  credential.value = { key, person: null, isDemo: false };
}
