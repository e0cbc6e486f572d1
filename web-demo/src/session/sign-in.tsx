import { useState } from "preact/hooks";
import { Field } from "../parts/field";
import { Notice } from "../parts/notice";
import { ProblemNotice } from "../parts/problem-notice";
import { ask } from "../server/client";
import { Problem } from "../server/problem";
import type { Me, Provider } from "../server/shapes";
import { atProvider, failureOf } from "./arrival";
import { hasEnded, signIn } from "./session";

/** Sends people to the provider, if there is one, and takes an API key or a token. */
export function SignIn(props: { provider: Provider | null; failure: Problem | null }) {
  const { provider } = props;
  const [failure, setFailure] = useState(props.failure);
  return (
    <main class="sign-in">
      <h1>Guestpass</h1>
      <p>Who from outside may enter, for how long, with which roles, and why.</p>
      {hasEnded.value && (
        <Notice kind="info" title="Your sign-in has ended">
          <p>Sign in again, and you are where you were.</p>
        </Notice>
      )}
      {failure && <ProblemNotice problem={failure} />}
      {provider ? (
        <>
          <ProviderButton provider={provider} onFailure={setFailure} />
          <details>
            <summary>With a key or a token</summary>
            <KeyForm />
          </details>
        </>
      ) : (
        <KeyForm />
      )}
    </main>
  );
}

function ProviderButton(props: { provider: Provider; onFailure: (problem: Problem | null) => void }) {
  const { provider, onFailure } = props;
  const [isLeaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    onFailure(null);
    try {
      await (await atProvider()).leave(provider);
    } catch (error) {
      onFailure(await failureOf(error));
      setLeaving(false);
    }
  };
  return (
    <button type="button" class="button button-main" disabled={isLeaving} onClick={leave}>
      {isLeaving ? "Signing in …" : `Sign in at ${new URL(provider.issuer).host}`}
    </button>
  );
}

/** All that a header carries unchanged: keys and tokens have nothing else. */
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/** Takes a key or a token, and tries it. */
function KeyForm() {
  const [key, setKey] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isUnreadable = key.trim() !== "" && !VISIBLE_ASCII.test(key.trim());

  const submit = async (event: Event) => {
    event.preventDefault();
    if (isUnreadable) {
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await ask<Me>("/api/v1/me", { headers: { authorization: `Bearer ${key.trim()}` } });
      signIn(key.trim());
    } catch (error) {
      setProblem(Problem.from(error));
      setBusy(false);
    }
  };

  return (
    <form onSubmit={submit}>
      <Field
        label="API key or token"
        hint="An operator makes keys with `guestpass keys api`. It is kept until this tab is closed."
        errors={isUnreadable ? ["A key has letters, digits and signs of ASCII and no blanks. Copy it once more."] : []}
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
  );
}
