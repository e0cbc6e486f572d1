import type { Facts } from "guestpass";
import { useEffect, useMemo, useState } from "preact/hooks";
import { pagePolicy } from "../../policy/active";
import { Problem } from "../../server/problem";
import type { Subject } from "../../server/subjects";
import { type Consequence, consequencesOf, factsOfAll, type Known } from "./consequences";

/** How far the page is with asking who is concerned. */
export interface Consequences {
  /** Null before everybody's facts are there. */
  found: Consequence[] | null;
  /** People whose facts are there. */
  count: number;
  /** Null before it is known who there is. */
  total: number | null;
  problem: Problem | null;
}

/**
 * Who gains and who loses if the facts of everybody who holds the role were changed so. The policy decides in the
 * page; the facts are fetched once.
 */
export function useConsequences(
  organisation: string,
  /** Null while it is not known who there is. */
  subjects: readonly Subject[] | null,
  role: string,
  /** What the change is, as text: the same text means the same change. */
  change: string,
  changed: (facts: Facts) => Facts,
): Consequences {
  const [known, setKnown] = useState<Known[] | null>(null);
  const [count, setCount] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const page = pagePolicy.value;

  useEffect(() => {
    // What is known of some is not known of all.
    setKnown(null);
    setCount(0);
    setProblem(null);
    if (subjects === null) {
      return undefined;
    }
    const abort = new AbortController();
    factsOfAll(organisation, subjects, abort.signal, setCount).then(setKnown, (error: unknown) => {
      if (!abort.signal.aborted) {
        setProblem(Problem.from(error));
      }
    });
    return () => abort.abort();
  }, [organisation, subjects]);

  const judged = useMemo(() => {
    if (known === null || page === null) {
      return { found: null, problem: null };
    }
    try {
      const found = consequencesOf(page.policy, known, role, changed, new Date().toISOString());
      return { found, problem: null };
    } catch (error) {
      return { found: null, problem: untold(error) };
    }
  }, [known, page, role, change]);
  return { found: judged.found, count, total: subjects?.length ?? null, problem: problem ?? judged.problem };
}

/** The policy gives no answer, and takes nothing else of the page away by that. */
function untold(error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  return new Problem("page", "The page cannot tell who gains or loses", detail);
}
