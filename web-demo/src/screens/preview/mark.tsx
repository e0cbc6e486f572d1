/** An open or a closed door lock, for eyes only: words beside it say the same. */
export function Mark(props: { isOpen: boolean }) {
  return (
    <svg class={props.isOpen ? "mark mark-open" : "mark mark-closed"} viewBox="0 0 16 16" aria-hidden="true">
      {props.isOpen ? (
        <path d="M3 8.5l3.2 3.2L13 4.9" fill="none" stroke="currentColor" stroke-width="2" />
      ) : (
        <path d="M4 7V5a4 4 0 0 1 8 0v2h1v7H3V7zm2 0h4V5a2 2 0 0 0-4 0z" fill="currentColor" fill-rule="evenodd" />
      )}
    </svg>
  );
}
