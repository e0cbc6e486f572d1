import { Link } from "wouter-preact";
import type { ScreenEntry } from "../screens";
import type { OrganisationName } from "../server/shapes";

/** The screens of an organisation. */
export function Navigation(props: {
  organisation: OrganisationName;
  screens: readonly ScreenEntry[];
  open: ScreenEntry;
}) {
  return (
    <nav class="navigation" aria-label="Screens">
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
