import { useState } from "preact/hooks";
import { Problem } from "../../server/problem";

/** Something that an operator does, one at a time, and what came of it. */
export interface Deed {
  isBusy: boolean;
  problem: Problem | null;
  /** Does it; true when it was done. */
  run: (deed: () => Promise<void>) => Promise<boolean>;
}

export function useDeed(): Deed {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (deed: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await deed();
      return true;
    } catch (error) {
      setProblem(Problem.from(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, problem, run };
}
