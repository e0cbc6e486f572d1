import { useEffect, useState } from "preact/hooks";
import { Router } from "wouter-preact";
import { useHashLocation } from "wouter-preact/use-hash-location";
import { Loading } from "./parts/loading";
import { ask } from "./server/client";
import type { Demo } from "./server/shapes";
import { credential, keptDemoPerson } from "./session/session";
import { SignIn } from "./session/sign-in";
import { Shell } from "./shell/shell";

/** In whose shoes the demonstration begins: somebody who decides who is let in. */
const FIRST_PERSON = "sam@initech.example";

/** The whole console: a sign-in, or the shell with its screens. */
export function App() {
  const [demo, setDemo] = useState<Demo | null>(null);
  const [isAsked, setAsked] = useState(false);

  useEffect(() => {
    // Only a demonstration has this; for every other server the answer is that there is no such thing.
    ask<Demo>("/console/demo.json")
      .then((found) => {
        setDemo(found);
        credential.value = { key: found.key, person: keptDemoPerson ?? FIRST_PERSON, isDemo: true };
      })
      .catch(() => undefined)
      .finally(() => setAsked(true));
  }, []);

  if (!isAsked) {
    return <Loading what="the console" />;
  }
  if (credential.value === null) {
    return <SignIn />;
  }
  return (
    <Router hook={useHashLocation}>
      <Shell demo={demo} />
    </Router>
  );
}
