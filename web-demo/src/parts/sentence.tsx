/** A sentence in which names stand in backticks: they are shown as code. */
export function Sentence(props: { text: string }) {
  const parts = props.text.split("`");
  return <>{parts.map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>;
}
