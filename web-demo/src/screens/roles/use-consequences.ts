import type { Facts } from "guestpass";
import { useEffect, useMemo, useState } from "preact/hooks";
import { pagePolicy } from "../../policy/active";
import { Problem } from "../../server/problem";
import type { Subjects } from "../../server/subjects";
import { type Consequence, consequencesOf, factsOfAll, holdersOf, type Known } from "./consequences";

/** How far the page is with asking who is concerned. */
export interface Consequences {
  /** Null before everybody's facts are there. */
  found: Consequence[] | null;
  /** People whose facts are there. */
  count: number;
  /** Null before it is known who there is. */
  total: number | null;
  /** Whether these are all. */
  isWhole: boolean;
  /** Why it is not known who else there is. */
  unlisted: Problem | null;
  problem: Problem | null;
}

/**
 * Who gains and who loses if the facts of everybody who holds the role were changed so. The policy decides in the
 * page; the facts are fetched once.
 */
export function useConsequences(
  organisation: string,
  /** Null while it is not known who there is. */
  listed: Subjects | null,
  role: string,
  /** What the change is, as text: the same text means the same change. */
  change: string,
  changed: (facts: Facts) => Facts,
): Consequences {
  const [known, setKnown] = useState<Known[] | null>(null);
  const [count, setCount] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const page = pagePolicy.value;
  const subjects = listed?.subjects ?? null;

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

  // What is so now stays the same while the change is written.
  const holders = useMemo(
    () => told(known, page, (all, { policy }) => holdersOf(policy, all, role, new Date().toISOString())),
    [known, page, role],
  );
  const judged = useMemo(
    () => told(holders.value, page, (all, { policy }) => consequencesOf(policy, all, changed)),
    [holders, change],
  );
  return {
    found: judged.value,
    count,
    total: subjects?.length ?? null,
    isWhole: listed?.isWhole ?? false,
    unlisted: listed?.problem ?? null,
    problem: problem ?? holders.problem ?? judged.problem,
  };
}

/** What the policy tells, or why it tells nothing; neither while something is not there to tell it of. */
interface Told<T> {
  value: T | null;
  problem: Problem | null;
}

function told<K, P, T>(known: K | null, page: P | null, tell: (known: K, page: P) => T): Told<T> {
  if (known === null || page === null) {
    return { value: null, problem: null };
  }
  try {
    return { value: tell(known, page), problem: null };
  } catch (error) {
    return { value: null, problem: untold(error) };
  }
}

/** The policy gives no answer, and takes nothing else of the page away by that. */
function untold(error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  return new Problem("page", "The page cannot tell who gains or loses", detail);
}
