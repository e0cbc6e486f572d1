import type { Change, ChangeKind, ChangeFacts, Facts, Refusal, Verdict } from "guestpass";
import { useEffect, useMemo, useState } from "preact/hooks";
import { type ChangeBody, reviewChange } from "../server/changes";
import { Problem } from "../server/problem";
import { pagePolicy } from "./active";

/** How long nobody has to type before the server is asked. */
const PAUSE_MS = 250;

/** What the policy says of a draft. */
export interface Judgement {
  /** Null while there is none. While the server is asked, that of the draft before. */
  verdict: Verdict | null;
  /** Whether there is a verdict, and it is of the draft as it is now. */
  isCurrent: boolean;
  /** Who said it last. */
  by: "page" | "server" | null;
  isAsking: boolean;
  /** Why the server gave no verdict. */
  problem: Problem | null;
  /** Asks the server once more. */
  retry: () => void;
}

/** What the server has said, and of which draft. */
interface Asked {
  draft: string | null;
  verdict: Verdict | null;
  isAsking: boolean;
  problem: Problem | null;
}

/** What the server looked at when it judged a draft about the same things. */
interface Known {
  about: string;
  facts: Facts;
  changeFacts: ChangeFacts;
  /** Reasons that the directory adds to those of the policy: a name in use, something that is not there. */
  further: Refusal[];
}

const NOTHING: Asked = { draft: null, verdict: null, isAsking: false, problem: null };

/**
 * Judges a draft as the person types. `about` says what the change is about: as long as it stays the same, so do the
 * facts, and the page judges by itself and at once; else the server is asked after a pause. Null judges nothing.
 */
export function useReview(organisation: string, change: ChangeBody | null, about: string): Judgement {
  const [known, setKnown] = useState<Known | null>(null);
  const [asked, setAsked] = useState<Asked>(NOTHING);
  const [turn, setTurn] = useState(0);
  const draft = change === null ? null : JSON.stringify(change);
  const key = `${organisation} ${about}`;
  const whole = `${key} ${draft}`;

  const page = pagePolicy.value;
  const byPage = useMemo(() => {
    if (page === null || known === null || known.about !== key || draft === null) {
      return null;
    }
    return judge(page.policy, known, JSON.parse(draft) as ChangeBody);
  }, [page, known, key, draft]);
  const isJudged = byPage !== null;

  useEffect(() => {
    if (draft === null || isJudged) {
      setAsked(NOTHING);
      return undefined;
    }
    const abort = new AbortController();
    setAsked((before) => ({ ...before, isAsking: true }));
    const timer = setTimeout(() => {
      const wanted = JSON.parse(draft) as ChangeBody;
      reviewChange(organisation, wanted, abort.signal).then(
        ({ verdict, facts, change_facts }) => {
          setKnown(facts && change_facts ? learnt(key, wanted, verdict, facts, change_facts) : null);
          setAsked({ draft: whole, verdict, isAsking: false, problem: null });
        },
        (error: unknown) => {
          if (!abort.signal.aborted) {
            setAsked({ ...NOTHING, problem: Problem.from(error) });
          }
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [organisation, key, draft, isJudged, turn]);

  const retry = () => setTurn((before) => before + 1);
  if (byPage !== null) {
    return { verdict: byPage, isCurrent: true, by: "page", isAsking: false, problem: null, retry };
  }
  const { verdict, isAsking, problem } = asked;
  const isCurrent = verdict !== null && asked.draft === whole;
  return { verdict, isCurrent, by: verdict && "server", isAsking, problem, retry };
}

type JudgingPolicy = NonNullable<typeof pagePolicy.value>["policy"];

function judge(policy: JudgingPolicy, known: Known, body: ChangeBody): Verdict | null {
  const verdict = reviewInPage(policy, known.facts, known.changeFacts, body);
  if (verdict === null || known.further.length === 0) {
    return verdict;
  }
  const own = verdict.verdict === "refused" ? verdict.refusals : [];
  const { now, policy: reference } = verdict;
  const denial = verdict.verdict === "refused" && verdict.denial ? { denial: verdict.denial } : {};
  const refusals = [...new Set([...own, ...known.further])];
  return { verdict: "refused", refusals, ...denial, now, policy: reference };
}

/** The verdict of the page; null when the page has none. It is advice: the server decides again. */
export function reviewInPage(
  policy: JudgingPolicy,
  facts: Facts,
  changeFacts: ChangeFacts,
  body: ChangeBody,
): Verdict | null {
  const change: Change = { change: body as unknown as ChangeKind, now: new Date() };
  try {
    return policy.review({ ...facts, change_facts: changeFacts }, change);
  } catch {
    // A draft that the page cannot read is for the server to judge.
    return null;
  }
}

function learnt(about: string, body: ChangeBody, verdict: Verdict, facts: Facts, changeFacts: ChangeFacts): Known {
  const page = pagePolicy.value;
  const own = page && reviewInPage(page.policy, facts, changeFacts, body);
  const ownRefusals: readonly Refusal[] = own?.verdict === "refused" ? own.refusals : [];
  const refusals = verdict.verdict === "refused" ? verdict.refusals : [];
  return { about, facts, changeFacts, further: refusals.filter((refusal) => !ownRefusals.includes(refusal)) };
}
