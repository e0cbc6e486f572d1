import { useState } from "preact/hooks";
import { sentenceOfRefusal } from "../../policy/sentences";
import { Problem } from "../../server/problem";
import { useSending } from "../../server/use-sending";

/** A role that somebody from outside holds, and the button that takes it. */
export function HeldRole(props: {
  organisation: string;
  person: string;
  name: string;
  role: string;
  title: string;
  onTaken: () => void;
}) {
  const { organisation, person, name, role, title, onTaken } = props;
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = useSending();
  const take = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await send(organisation, { "unassign-role": { holder: { external_person: person }, role } }, null);
      onTaken();
    } catch (error) {
      setProblem(Problem.from(error));
    } finally {
      // What was taken may have been given again by somebody else, and stays then.
      setBusy(false);
    }
  };
  return (
    <>
      <span class="held-role" aria-busy={isBusy}>
        {title}
        <button
          type="button"
          class="button button-quiet"
          aria-label={`Take ${title} from ${name}`}
          disabled={isBusy}
          onClick={take}
        >
          ×
        </button>
      </span>
      {problem && (
        <ul class="field-errors" role="alert">
          {(problem.reasons.length > 0 ? problem.reasons.map(sentenceOfRefusal) : [problem.detail]).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </>
  );
}
