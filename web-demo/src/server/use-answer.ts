import { useCallback, useEffect, useState } from "preact/hooks";
import { credential } from "../session/session";
import { ask } from "./client";
import { Problem } from "./problem";

/** How far a question to the server is. What was there before stays visible while it is asked again. */
export type Answer<T> =
  | { state: "loading"; value: null }
  | { state: "ready"; value: T; isStale: boolean }
  | { state: "failed"; value: null; problem: Problem };

/** Asks when the path or the person changes, and again on `reload`. A null path asks nothing. */
export function useAnswer<T>(path: string | null): [Answer<T>, () => void] {
  const [answer, setAnswer] = useState<Answer<T>>({ state: "loading", value: null });
  const [turn, setTurn] = useState(0);
  const person = credential.value?.person ?? null;

  useEffect(() => {
    setAnswer({ state: "loading", value: null });
  }, [path, person]);

  useEffect(() => {
    if (path === null) {
      return undefined;
    }
    const abort = new AbortController();
    setAnswer((before) =>
      before.state === "ready" ? { ...before, isStale: true } : { state: "loading", value: null },
    );
    ask<T>(path, { signal: abort.signal }).then(
      (value) => setAnswer({ state: "ready", value, isStale: false }),
      (error: unknown) => {
        if (!abort.signal.aborted) {
          setAnswer({ state: "failed", value: null, problem: Problem.from(error) });
        }
      },
    );
    return () => abort.abort();
  }, [path, person, turn]);

  return [answer, useCallback(() => setTurn((before) => before + 1), [])];
}
