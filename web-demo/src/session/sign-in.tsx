import { useState } from "preact/hooks";
import { Field } from "../parts/field";
import { ProblemNotice } from "../parts/problem-notice";
import { ask } from "../server/client";
import { Problem } from "../server/problem";
import type { Me } from "../server/shapes";
import { credential } from "./session";

/** Takes an API key or a token, and tries it. */
export function SignIn() {
  const [key, setKey] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await ask<Me>("/api/v1/me", { headers: { authorization: `Bearer ${key.trim()}` } });
      credential.value = { key: key.trim(), person: null, isDemo: false };
    } catch (error) {
      setProblem(Problem.from(error));
      setBusy(false);
    }
  };

  return (
    <main class="sign-in">
      <h1>Guestpass</h1>
      <p>Who from outside may enter, for how long, with which roles, and why.</p>
      <form onSubmit={submit}>
        <Field
          label="API key or token"
          hint="An operator makes keys with `guestpass keys api`. It is kept until this tab is closed."
        >
          {(control) => (
            <input
              {...control}
              type="password"
              autocomplete="off"
              required
              value={key}
              onInput={(event) => setKey(event.currentTarget.value)}
            />
          )}
        </Field>
        {problem && <ProblemNotice problem={problem} />}
        <button class="button button-main" type="submit" disabled={isBusy || key.trim() === ""}>
          {isBusy ? "Signing in …" : "Sign in"}
        </button>
      </form>
    </main>
  );
}
