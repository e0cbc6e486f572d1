import { useCallback, useEffect, useState } from "preact/hooks";
import { pagePolicy } from "../../policy/active";
import { ask } from "../../server/client";
import { Problem } from "../../server/problem";
import type { PolicyStatus } from "./shapes";

/** How often a running shadow is looked at. */
const SHADOW_PAUSE_MS = 1000;
/** How often everything else is: others may operate too. */
const PAUSE_MS = 5000;

export interface Watched {
  /** The last that the server said; null before it said anything. */
  status: PolicyStatus | null;
  /** Why there is nothing newer. */
  problem: Problem | null;
  /** Looks at once. */
  look: () => void;
}

/** What the server says of its policies, looked at again and again, and at once when the page has switched. */
export function usePolicyStatus(): Watched {
  const [status, setStatus] = useState<PolicyStatus | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  const followed = pagePolicy.value?.active.generation;
  const pause_ms = status?.shadow ? SHADOW_PAUSE_MS : PAUSE_MS;

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      try {
        setStatus(await ask<PolicyStatus>("/operations/v1/policy", { signal: abort.signal }));
        setProblem(null);
      } catch (error) {
        if (abort.signal.aborted) {
          return;
        }
        setProblem(Problem.from(error));
      }
      timer = setTimeout(look, pause_ms);
    };
    void look();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [turn, followed, pause_ms]);

  return { status, problem, look: useCallback(() => setTurn((before) => before + 1), []) };
}
