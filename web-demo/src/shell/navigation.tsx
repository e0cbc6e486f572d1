import { useEffect, useRef } from "preact/hooks";
import { Link } from "wouter-preact";
import type { ScreenEntry } from "../screens";
import type { OrganisationName } from "../server/shapes";

/** The screens of an organisation. */
export function Navigation(props: {
  organisation: OrganisationName;
  screens: readonly ScreenEntry[];
  open: ScreenEntry;
}) {
  const whole = useRef<HTMLElement>(null);
  // On a narrow screen there are more than fit: the open one has to be among those that show.
  useEffect(() => {
    whole.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [props.open]);
  return (
    <nav ref={whole} class="navigation" aria-label="Screens">
      <ul>
        {props.screens.map((entry) => (
          <li key={entry.path}>
            <Link
              href={`/${encodeURIComponent(props.organisation.id)}/${entry.path}`}
              aria-current={entry === props.open ? "page" : undefined}
            >
              {entry.title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
