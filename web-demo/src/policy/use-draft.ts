import type { Obligation, Refusal, Verdict, Warning } from "guestpass";
import { useState } from "preact/hooks";
import type { ChangeBody, Made } from "../server/changes";
import { Problem } from "../server/problem";
import { useSending } from "../server/use-sending";
import { sentenceOfRefusal } from "./sentences";
import { type Judgement, useReview } from "./use-review";

/** What a person is about to change. */
export interface DraftedChange {
  organisation: string;
  /** Null as long as it cannot be put into words at all. */
  change: ChangeBody | null;
  /** What it is about: see `useReview`. */
  about: string;
  /** Of what is changed, as the person saw it; null for whatever is there. */
  revision: number | null;
}

/** A draft with all that is known of it. */
export interface Draft {
  judgement: Judgement;
  /** The reasons among these, in words, for the field that they concern. */
  errors: (...codes: Refusal[]) => string[];
  /** The reasons that no field has claimed with `errors`. */
  others: () => string[];
  warnings: readonly Warning[];
  obligations: readonly Obligation[];
  /** The policy has not said anything of the change as it is now, so that nobody knows what it obliges to. */
  isUnjudged: boolean;
  /** What the policy says of it in one word; null while it says nothing. */
  outcome: "allowed" | "incomplete" | "refused" | null;
  isBusy: boolean;
  /** The person has tried to make the change: what is missing is an error from now on. */
  wasTried: boolean;
  /** Why the server did not judge or make it, a refusal excepted, unless a field has claimed it. */
  problem: () => Problem | null;
  /** Whether there is a problem of this kind, for the field that it concerns. */
  claimProblem: (code: string) => boolean;
  /** Makes the change; null when it was not made. */
  make: () => Promise<Made | null>;
}

/** A field that is empty is no error before the person is done. */
const MISSING = "missing-";

/** A draft that is judged as the person types, and then made by the server, once. */
export function useDraft(drafted: DraftedChange): Draft {
  const { organisation, change, about, revision } = drafted;
  const judgement = useReview(organisation, change, about);
  const [isBusy, setBusy] = useState(false);
  const [wasTried, setTried] = useState(false);
  const [failure, setFailure] = useState<{ draft: string; problem: Problem } | null>(null);
  const send = useSending();

  const draft = JSON.stringify([organisation, change, revision]);
  // What the server said of another draft is not true of this one.
  const problem = failure?.draft === draft ? failure.problem : null;
  const all = refusalsOf(judgement.verdict, problem);
  const refusals = all.filter((refusal) => wasTried || !refusal.startsWith(MISSING));
  const claimed = new Set<string>();
  const trouble = problem?.code === "refused" ? judgement.problem : (problem ?? judgement.problem);

  const make = async (): Promise<Made | null> => {
    setTried(true);
    if (change === null || isBusy) {
      return null;
    }
    setBusy(true);
    setFailure(null);
    try {
      return await send(organisation, change, revision);
    } catch (error) {
      setFailure({ draft, problem: Problem.from(error) });
      return null;
    } finally {
      setBusy(false);
    }
  };

  return {
    judgement,
    errors: (...codes) => {
      codes.forEach((code) => claimed.add(code));
      return refusals.filter((refusal) => codes.some((code) => code === refusal)).map(sentenceOfRefusal);
    },
    others: () => refusals.filter((refusal) => !claimed.has(refusal)).map(sentenceOfRefusal),
    warnings: judgement.verdict?.verdict === "accepted" ? judgement.verdict.warnings : [],
    obligations: judgement.verdict?.verdict === "accepted" ? judgement.verdict.obligations : [],
    isUnjudged: change !== null && !judgement.isCurrent,
    outcome: outcomeOf(judgement.verdict, all, refusals),
    isBusy,
    wasTried,
    problem: () => (trouble !== null && claimed.has(problemMark(trouble.code)) ? null : trouble),
    claimProblem: (code) => {
      claimed.add(problemMark(code));
      return trouble?.code === code;
    },
    make,
  };
}

/** A refusal and a problem can have the same code. */
function problemMark(code: string): string {
  return `problem ${code}`;
}

function refusalsOf(verdict: Verdict | null, problem: Problem | null): string[] {
  const judged: readonly string[] = verdict?.verdict === "refused" ? verdict.refusals : [];
  return [...new Set([...judged, ...(problem?.reasons ?? [])])];
}

function outcomeOf(verdict: Verdict | null, all: string[], shown: string[]): Draft["outcome"] {
  if (shown.length > 0) {
    return "refused";
  }
  if (all.length > 0) {
    return "incomplete";
  }
  return verdict === null ? null : "allowed";
}
