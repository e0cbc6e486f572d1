import { useEffect, useState } from "preact/hooks";
import { ask } from "./client";
import { Problem } from "./problem";
import { type Answer, useAnswer } from "./use-answer";

/** A part of a list that may be long. */
export interface Part {
  /** What to give as `after` for the next part; null when this is the last. */
  next: string | null;
}

/** A long list, of which one sees the first part and can fetch more. */
export interface Parts<L extends Part, T> {
  answer: Answer<L>;
  reload: () => void;
  /** The items of all parts that were fetched. */
  items: readonly T[];
  /** Null when there is nothing further. */
  fetchMore: (() => void) | null;
  isFetching: boolean;
  /** Why no more could be fetched. */
  problem: Problem | null;
}

interface Further<T> {
  items: readonly T[];
  /** Undefined before anything was fetched. */
  next: string | null | undefined;
}

/** Fetches a list part by part. `itemsOf` takes the items out of a part. */
export function useParts<L extends Part, T>(path: string, itemsOf: (part: L) => readonly T[]): Parts<L, T> {
  const [answer, reload] = useAnswer<L>(path);
  const [further, setFurther] = useState<Further<T>>({ items: [], next: undefined });
  const [isFetching, setFetching] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const first = answer.value;

  // What follows an old first part is old too.
  useEffect(() => setFurther({ items: [], next: undefined }), [first]);

  const fetchAfter = async (after: string) => {
    setFetching(true);
    setProblem(null);
    try {
      const part = await ask<L>(`${path}?after=${encodeURIComponent(after)}`);
      setFurther((before) => ({ items: [...before.items, ...itemsOf(part)], next: part.next }));
    } catch (error) {
      setProblem(Problem.from(error));
    } finally {
      setFetching(false);
    }
  };

  const next = further.next === undefined ? (first?.next ?? null) : further.next;
  return {
    answer,
    reload,
    items: first === null ? [] : [...itemsOf(first), ...further.items],
    fetchMore: next === null ? null : () => void fetchAfter(next),
    isFetching,
    problem,
  };
}
