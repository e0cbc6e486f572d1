import type { ComponentChildren } from "preact";

export type BadgeKind = "neutral" | "good" | "warning" | "bad";

/** A state in one word. */
export function Badge(props: { kind?: BadgeKind; children: ComponentChildren }) {
  return <span class={`badge badge-${props.kind ?? "neutral"}`}>{props.children}</span>;
}
