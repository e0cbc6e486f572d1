import { useEffect, useState } from "preact/hooks";
import { ask, ofOrganisation } from "../../server/client";
import { Problem } from "../../server/problem";
import { type Answer, useAnswer } from "../../server/use-answer";
import type { Customer, CustomersListing } from "./shapes";

/** The partner's customers, and a way to fetch the next part of them. */
export interface Customers {
  answer: Answer<CustomersListing>;
  reload: () => void;
  /** What was fetched after the first part. */
  further: readonly Customer[];
  /** Null when there is nothing further. */
  fetchMore: (() => void) | null;
  isFetching: boolean;
  problem: Problem | null;
}

interface Further {
  customers: readonly Customer[];
  /** Undefined before anything was fetched. */
  next: string | null | undefined;
}

const NOTHING: Further = { customers: [], next: undefined };

/** Fetches the customers part by part: there may be hundreds. */
export function useCustomers(partner: string): Customers {
  const [answer, reload] = useAnswer<CustomersListing>(ofOrganisation(partner, "customers"));
  const [further, setFurther] = useState(NOTHING);
  const [isFetching, setFetching] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const first = answer.value;

  // What follows an old first part is old too.
  useEffect(() => setFurther(NOTHING), [first]);

  const next = further.next === undefined ? (first?.next ?? null) : further.next;
  const fetchMore = async (after: string) => {
    setFetching(true);
    setProblem(null);
    try {
      const path = ofOrganisation(partner, `customers?after=${encodeURIComponent(after)}`);
      const found = await ask<CustomersListing>(path);
      setFurther((before) => ({ customers: [...before.customers, ...found.customers], next: found.next }));
    } catch (error) {
      setProblem(Problem.from(error));
    } finally {
      setFetching(false);
    }
  };
  return {
    answer,
    reload,
    further: further.customers,
    fetchMore: next === null ? null : () => void fetchMore(next),
    isFetching,
    problem,
  };
}
