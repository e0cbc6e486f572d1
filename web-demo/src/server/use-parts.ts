import { useRef, useState } from "preact/hooks";
import { ask } from "./client";
import { Problem } from "./problem";
import { type Answer, useAsked } from "./use-answer";

/** A part of a list that may be long. */
export interface Part {
  /** What to give as `after` for the next part; null when this is the last. */
  next: string | null;
}

/** A long list, of which one sees the first part and can fetch more. */
export interface Parts<L extends Part, T> {
  /** The first part, which says more than its items. */
  answer: Answer<L>;
  /** Fetches as many parts anew as are shown. */
  reload: () => void;
  /** The items of all parts that were fetched. */
  items: readonly T[];
  /** Null when there is nothing further. */
  fetchMore: (() => void) | null;
  isFetching: boolean;
  /** Why no more could be fetched. */
  problem: Problem | null;
}

/** Parts that follow each other, from the first on. */
export interface Fetched<L> {
  first: L;
  further: readonly L[];
}

/** Fetches a list part by part. `itemsOf` takes the items out of a part. */
export function useParts<L extends Part, T>(path: string, itemsOf: (part: L) => readonly T[]): Parts<L, T> {
  // How many parts are shown, and of which list.
  const shown = useRef({ path, count: 1 });
  const [whole, reload] = useAsked<Fetched<L>>(path, (wanted, signal) =>
    partsOf<L>(wanted, shown.current.path === wanted ? shown.current.count : 1, signal),
  );
  const [added, setAdded] = useState<{ to: Fetched<L> | null; parts: readonly L[] }>({ to: null, parts: [] });
  const [isFetching, setFetching] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const fetched = whole.value;

  // What follows an old first part is old too.
  const more = fetched !== null && added.to === fetched ? added.parts : [];
  const parts = fetched === null ? [] : [fetched.first, ...fetched.further, ...more];
  if (parts.length > 0) {
    shown.current = { path, count: parts.length };
  }

  const fetchAfter = async (after: string) => {
    setFetching(true);
    setProblem(null);
    try {
      const part = await ask<L>(afterIn(path, after));
      setAdded((before) => ({ to: fetched, parts: before.to === fetched ? [...before.parts, part] : [part] }));
    } catch (error) {
      setProblem(Problem.from(error));
    } finally {
      setFetching(false);
    }
  };

  const next = parts.at(-1)?.next ?? null;
  return {
    answer: whole.state === "ready" ? { ...whole, value: whole.value.first } : whole,
    reload,
    items: parts.flatMap(itemsOf),
    fetchMore: next === null ? null : () => void fetchAfter(next),
    isFetching,
    problem,
  };
}

/** The first parts of a list, as many as there are up to `count`. */
export async function partsOf<L extends Part>(path: string, count: number, signal: AbortSignal): Promise<Fetched<L>> {
  const first = await ask<L>(path, { signal });
  const further: L[] = [];
  let { next } = first;
  while (next !== null && further.length + 1 < count) {
    const part: L = await ask<L>(afterIn(path, next), { signal });
    further.push(part);
    next = part.next;
  }
  return { first, further };
}

function afterIn(path: string, after: string): string {
  return `${path}?after=${encodeURIComponent(after)}`;
}
