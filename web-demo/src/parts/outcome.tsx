import { useEffect, useRef } from "preact/hooks";
import { Notice } from "./notice";
import "./outcome.css";

/** What has just been done. It takes the focus when the button that had it is gone, such as that of a deleted row. */
export function Outcome(props: { done: string | null }) {
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.done === null) {
      return undefined;
    }
    const timer = setTimeout(() => {
      if (document.activeElement === document.body || document.activeElement === null) {
        region.current?.focus();
      }
    }, FOCUS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [props.done]);
  return (
    <div ref={region} class="outcome" role="status" tabIndex={-1}>
      {props.done !== null && <Notice kind="good">{props.done}</Notice>}
    </div>
  );
}

/** By then the list has been asked for again. */
const FOCUS_AFTER_MS = 500;
