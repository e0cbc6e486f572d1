import { useRef } from "preact/hooks";
import { type ChangeBody, type Made, makeChange } from "./changes";
import { Problem } from "./problem";

/** Makes a change, as `makeChange` does. */
export type Send = (organisation: string, change: ChangeBody, revision: number | null) => Promise<Made>;

const NOTHING = { change: "", key: "" };

/** The name of the last change of this page, from wherever in it, that was made or may have been. */
let latest = NOTHING.key;

/**
 * Sends changes, each under a name of its own until it is made: however often one has to be sent, it is made once.
 * The same change once more after that is another one, and has another name. So it has after any other change of this
 * page, which may have undone it: the server would answer as it did before, and do nothing.
 */
export function useSending(): Send {
  const sent = useRef(NOTHING);
  return async (organisation, change, revision) => {
    const text = JSON.stringify([organisation, change, revision]);
    if (sent.current.change !== text || sent.current.key !== latest) {
      sent.current = { change: text, key: crypto.randomUUID() };
    }
    const { key } = sent.current;
    const before = latest;
    latest = key;
    try {
      const made = await makeChange(organisation, change, revision, key);
      if (sent.current.key === key) {
        sent.current = NOTHING;
      }
      return made;
    } catch (error) {
      // What is refused undoes nothing.
      if (latest === key && Problem.from(error).code === "refused") {
        latest = before;
      }
      throw error;
    }
  };
}
