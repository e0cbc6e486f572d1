import { ask } from "../server/client";
import { Problem } from "../server/problem";
import type { Demo, Provider } from "../server/shapes";
import { credential, keptDemoPerson, signIn } from "./session";

/** In whose shoes the demonstration begins: somebody who decides who is let in. */
const FIRST_PERSON = "sam@initech.example";

/** What there is when the page opens. */
export interface Arrival {
  demo: Demo | null;
  /** Where people sign in, if not with a key or a token. */
  provider: Provider | null;
  /** Why nobody is signed in who has just been at the provider. */
  problem: Problem | null;
}

/** Finds out what kind of server this is, and signs in whoever comes back from its provider. */
export async function arrive(): Promise<Arrival> {
  // Every server but a demonstration answers that there is no such thing.
  const demo = await ask<Demo>("/console/demo.json").catch(() => null);
  if (demo !== null) {
    credential.value = { key: demo.key, person: keptDemoPerson ?? FIRST_PERSON, isDemo: true };
    return { demo, provider: null, problem: null };
  }
  const provider = await ask<Provider>("/console/sign-in.json").catch(() => null);
  return { demo, provider, problem: provider && (await returned(provider)) };
}

/** Downloaded by those only who sign in at a provider. */
export const atProvider = () => import("./provider");

/** Why a sign-in at the provider came to nothing. */
export async function failureOf(error: unknown): Promise<Problem> {
  return new Problem("sign-in", "You are not signed in", (await atProvider()).reasonOf(error));
}

async function returned(provider: Provider): Promise<Problem | null> {
  try {
    const { isComingBack, comeBack } = await atProvider();
    if (isComingBack()) {
      signIn(await comeBack(provider));
    }
    return null;
  } catch (error) {
    return failureOf(error);
  }
}
