import { useState } from "preact/hooks";
import type { ListedPerson } from "../../parts/people-list";
import { sentenceOfRefusal } from "../../policy/sentences";
import { Problem } from "../../server/problem";
import { useSending } from "../../server/use-sending";
import type { Customer } from "./shapes";

/** Takes somebody's authorisation for a customer; at once, since it can be given again as easily. */
export function WithdrawButton(props: {
  partner: string;
  customer: Customer;
  user: ListedPerson;
  onWithdrawn: () => void;
}) {
  const { partner, customer, user, onWithdrawn } = props;
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = useSending();
  const withdraw = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const change = { "withdraw-user-authorisation": { customer: customer.id, person: user.id } };
      await send(partner, change, null);
      onWithdrawn();
    } catch (error) {
      setProblem(Problem.from(error));
    } finally {
      // What was taken may have been given again by somebody else, and stays then.
      setBusy(false);
    }
  };
  return (
    <div>
      <button
        type="button"
        class="button"
        aria-label={`Withdraw ${user.name || user.id}`}
        disabled={isBusy}
        onClick={withdraw}
      >
        {isBusy ? "Saving …" : "Withdraw"}
      </button>
      {problem && (
        <ul class="field-errors" role="alert">
          {(problem.reasons.length > 0 ? problem.reasons.map(sentenceOfRefusal) : [problem.detail]).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
