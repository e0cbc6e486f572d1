import { useRef } from "preact/hooks";
import { type ChangeBody, type Made, makeChange } from "./changes";

/** Makes a change, as `makeChange` does. */
export type Send = (organisation: string, change: ChangeBody, revision: number | null) => Promise<Made>;

const NOTHING = { change: "", key: "" };

/**
 * Sends changes, each under a name of its own until it is made: however often one has to be sent, it is made once.
 * The same change once more after that is another one, and has another name.
 */
export function useSending(): Send {
  const sent = useRef(NOTHING);
  return async (organisation, change, revision) => {
    const text = JSON.stringify([organisation, change, revision]);
    if (sent.current.change !== text) {
      sent.current = { change: text, key: crypto.randomUUID() };
    }
    const { key } = sent.current;
    const made = await makeChange(organisation, change, revision, key);
    if (sent.current.key === key) {
      sent.current = NOTHING;
    }
    return made;
  };
}
