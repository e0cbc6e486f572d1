/** An instant in the person's own zone, with UTC on hover. Takes RFC 3339 or milliseconds since 1970 in UTC. */
export function Instant(props: { at: string | number; dateOnly?: boolean }) {
  const date = new Date(props.at);
  if (Number.isNaN(date.getTime())) {
    return <span>{String(props.at)}</span>;
  }
  const options: Intl.DateTimeFormatOptions = props.dateOnly
    ? { dateStyle: "medium" }
    : { dateStyle: "medium", timeStyle: "short" };
  const utc = date.toISOString();
  return (
    <time dateTime={utc} title={`${utc.slice(0, 16).replace("T", " ")} UTC`}>
      {new Intl.DateTimeFormat(undefined, options).format(date)}
    </time>
  );
}
