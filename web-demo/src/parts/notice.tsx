import type { ComponentChildren } from "preact";

export type NoticeKind = "info" | "good" | "warning" | "bad";

/** Said by the words too, so that nobody has to see the colour. */
const WORDS: Record<NoticeKind, string> = { info: "Note", good: "Done", warning: "Mind", bad: "Not possible" };

/** Something to know about what is on the screen. Those that are bad are read out at once. */
export function Notice(props: { kind: NoticeKind; title?: string; children?: ComponentChildren }) {
  const { kind, title, children } = props;
  return (
    <div class={`notice notice-${kind}`} role={kind === "bad" ? "alert" : "status"}>
      <strong class="notice-title">{title ?? WORDS[kind]}</strong>
      {children !== undefined && <div class="notice-body">{children}</div>}
    </div>
  );
}
