import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Badge } from "./badge";
import "./people-list.css";

export interface ListedPerson {
  id: string;
  name: string;
  email: string;
  /** What their roles are called. */
  roles?: readonly string[];
}

/**
 * A user icon with a number. The names show on hover, on click and by keyboard; they stay while the pointer is on
 * them, and Escape puts them away.
 */
export function PeopleList<P extends ListedPerson>(props: {
  people: readonly P[];
  /** Who they are, such as `Users of Partner with access`. */
  title: string;
  /** What to say when there is nobody. */
  nobody: string;
  /** What else there is to say of a person. */
  note?: (person: P) => ComponentChildren;
}) {
  const { people, title, nobody, note } = props;
  const [isPinned, setPinned] = useState(false);
  const [isHovered, setHovered] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const id = useId();
  const isOpen = isPinned || isHovered;

  useEffect(() => {
    if (!isOpen) {
      return undefined;
    }
    const close = () => {
      setPinned(false);
      setHovered(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        close();
      }
    };
    const onPointer = (event: Event) => {
      if (event.target instanceof Node && whole.current?.contains(event.target) !== true) {
        close();
      }
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("pointerdown", onPointer);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("pointerdown", onPointer);
    };
  }, [isOpen]);

  return (
    <div
      ref={whole}
      class="people-list"
      data-open={isOpen ? "" : undefined}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
      onFocusOut={(event) => {
        if (!(event.relatedTarget instanceof Node) || whole.current?.contains(event.relatedTarget) !== true) {
          setPinned(false);
        }
      }}
    >
      <button
        type="button"
        class="button button-quiet"
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={`${title}: ${people.length}`}
        onClick={() => setPinned(!isPinned)}
      >
        <PeopleIcon />
        {people.length}
      </button>
      <div id={id} class="people-list-panel" role="group" aria-label={title}>
        {people.length === 0 ? (
          <p>{nobody}</p>
        ) : (
          <ul>
            {people.map((person) => (
              <li key={person.id}>
                <p class="cell-main">{person.name || person.id}</p>
                <p class="cell-more">{person.email}</p>
                {note?.(person)}
                {person.roles && person.roles.length > 0 && (
                  <p class="people-list-roles">
                    {person.roles.map((role) => (
                      <Badge key={role}>{role}</Badge>
                    ))}
                  </p>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function PeopleIcon() {
  return (
    <svg class="people-icon" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="5" r="3" />
      <path d="M2 14c0-3 2.7-5 6-5s6 2 6 5z" />
    </svg>
  );
}
