import { useCallback, useEffect, useRef, useState } from "preact/hooks";
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
  return useAsked(path, (wanted, signal) => ask<T>(wanted, { signal }));
}

const LOADING = { state: "loading", value: null } as const;

/** As {@link useAnswer}, asking the server in a way of its own. */
export function useAsked<T>(
  path: string | null,
  asking: (path: string, signal: AbortSignal) => Promise<T>,
): [Answer<T>, () => void] {
  const [turn, setTurn] = useState(0);
  const person = credential.value?.person ?? null;
  // An answer stays with its question, so that it is never taken for the answer to another one.
  const question = JSON.stringify([path, person]);
  const [kept, setKept] = useState<{ question: string; answer: Answer<T> }>({ question, answer: LOADING });
  const latest = useRef(asking);
  latest.current = asking;

  useEffect(() => {
    if (path === null) {
      return undefined;
    }
    const abort = new AbortController();
    const keep = (answer: Answer<T>) => {
      if (!abort.signal.aborted) {
        setKept({ question, answer });
      }
    };
    setKept((before) =>
      before.question === question && before.answer.state === "ready"
        ? { question, answer: { ...before.answer, isStale: true } }
        : { question, answer: LOADING },
    );
    latest.current(path, abort.signal).then(
      (value) => keep({ state: "ready", value, isStale: false }),
      (error: unknown) => keep({ state: "failed", value: null, problem: Problem.from(error) }),
    );
    return () => abort.abort();
  }, [path, question, turn]);

  const answer = path !== null && kept.question === question ? kept.answer : LOADING;
  return [answer, useCallback(() => setTurn((before) => before + 1), [])];
}
