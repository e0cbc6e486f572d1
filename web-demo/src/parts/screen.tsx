import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/**
 * The frame of a screen: its heading takes the focus when the screen opens, so that it is read out. Whoever goes
 * through the choices of the header by keyboard opens one screen after the other, and stays there.
 */
export function Screen(props: {
  title: string;
  lead?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!document.activeElement?.matches("header.top select")) {
      heading.current?.focus({ preventScroll: true });
    }
    document.title = `${props.title} – Guestpass`;
  }, [props.title]);
  return (
    <section class="screen">
      <header class="screen-header">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
          {props.lead !== undefined && <p class="screen-lead">{props.lead}</p>}
        </div>
        {props.actions !== undefined && <div class="screen-actions">{props.actions}</div>}
      </header>
      {props.children}
    </section>
  );
}
