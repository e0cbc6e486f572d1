import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

/** A dialog over the page. The browser keeps the focus inside and gives it back afterwards. */
export function Dialog(props: { title: string; onClose: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // The browser tells of a dialog that is taken away as of one that the person closes, and later.
  const isGone = useRef(false);
  const close = () => {
    if (!isGone.current) {
      props.onClose();
    }
  };
  useEffect(() => {
    isGone.current = false;
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    return () => {
      isGone.current = true;
      shown?.close();
      if (before instanceof HTMLElement) {
        before.focus();
      }
    };
  }, []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={titleId} onClose={close}>
      <header class="dialog-header">
        <h2 id={titleId}>{props.title}</h2>
        <button type="button" class="button button-quiet" aria-label="Close" onClick={close}>
          ×
        </button>
      </header>
      {props.children}
    </dialog>
  );
}
