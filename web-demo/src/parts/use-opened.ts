import { useState } from "preact/hooks";

/** Which dialog of a screen is open, and what was done in the last one. */
export interface Opened<T> {
  /** What the open dialog is about; null when there is none. */
  opened: T | null;
  /** What was done, in words; null once another dialog is opened. */
  done: string | null;
  open: (opening: T) => void;
  close: () => void;
  /** Closes the dialog that it was given to, says what was done in it, and shows what is there now. */
  finish: (what: string) => void;
}

/** The dialogs of a screen, one at a time. */
export function useOpened<T>(reload: () => void): Opened<T> {
  const [opened, setOpened] = useState<T | null>(null);
  const [done, setDone] = useState<string | null>(null);
  // An answer may come when its dialog is away and another one is open, which stays.
  const close = () => setOpened((now) => (now === opened ? null : now));
  return {
    opened,
    done,
    open: (opening) => {
      setDone(null);
      setOpened(opening);
    },
    close,
    finish: (what) => {
      close();
      setDone(what);
      reload();
    },
  };
}
