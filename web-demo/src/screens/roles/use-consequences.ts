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
  total: number;
  problem: Problem | null;
}

/**
 * Who gains and who loses if the facts of everybody who holds the role were changed so. The policy decides in the
 * page; the facts are fetched once.
 */
export function useConsequences(
  organisation: string,
  subjects: readonly Subject[],
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
    const abort = new AbortController();
    factsOfAll(organisation, subjects, abort.signal, setCount).then(setKnown, (error: unknown) => {
      if (!abort.signal.aborted) {
        setProblem(Problem.from(error));
      }
    });
    return () => abort.abort();
  }, [organisation, subjects]);

  const found = useMemo(() => {
    if (known === null || page === null) {
      return null;
    }
    const now = new Date().toISOString();
    return consequencesOf(page.policy, page.policy.describe().apis, known, role, changed, now);
  }, [known, page, role, change]);
  return { found, count, total: subjects.length, problem };
}
