/** Something is being asked for. Shown after a moment only, so that quick answers do not flicker. */
export function Loading(props: { what: string }) {
  return (
    <p class="loading" role="status">
      <span class="spinner" aria-hidden="true" />
      {`Loading ${props.what} …`}
    </p>
  );
}
