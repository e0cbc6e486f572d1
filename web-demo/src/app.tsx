import { useEffect, useState } from "preact/hooks";
import { Router } from "wouter-preact";
import { useHashLocation } from "wouter-preact/use-hash-location";
import { Loading } from "./parts/loading";
import { type Arrival, arrive } from "./session/arrival";
import { credential } from "./session/session";
import { SignIn } from "./session/sign-in";
import { Shell } from "./shell/shell";

/** The whole console: a sign-in, or the shell with its screens. */
export function App() {
  const [arrival, setArrival] = useState<Arrival | null>(null);

  useEffect(() => {
    void arrive().then(setArrival);
  }, []);

  if (arrival === null) {
    return <Loading what="the console" />;
  }
  if (credential.value === null) {
    return <SignIn provider={arrival.provider} failure={arrival.problem} />;
  }
  return (
    <Router hook={useHashLocation}>
      <Shell demo={arrival.demo} />
    </Router>
  );
}
