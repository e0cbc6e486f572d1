import type { ExternalAccess } from "guestpass";
import { useEffect, useState } from "preact/hooks";
import { Choice } from "../../parts/choice";
import { Field } from "../../parts/field";
import { fieldValueOf, InstantField, instantOf } from "../../parts/instant-field";
import type { FactsDraft } from "./drafts";

type ModeName = "continuous" | "period" | "disabled";

const MODES: Record<ModeName, string> = { continuous: "Continuous", period: "For a period", disabled: "Disabled" };
const DAY_MS = 24 * 3_600_000;

/** External access as it could be: its mode, its period, and whether roles restrict it. */
export function AccessFields(props: { access: ExternalAccess | null; onDraft: (draft: FactsDraft | null) => void }) {
  const { access, onDraft } = props;
  const [mode, setMode] = useState<ModeName>("period");
  const [start, setStart] = useState(() => fieldValueOf(tomorrowMorning()));
  const [end, setEnd] = useState(() => fieldValueOf(tomorrowMorning() + 14 * DAY_MS));
  const [isManaged, setManaged] = useState(access?.role_management ?? false);
  const [from, until] = [instantOf(start), instantOf(end)];
  const isBackward = mode === "period" && from !== null && until !== null && from >= until;

  useEffect(() => {
    if (mode !== "period") {
      onDraft({ kind: "external-access", access: { mode, role_management: isManaged } });
    } else if (from === null || until === null || from >= until) {
      onDraft(null);
    } else {
      const period = { start: from, end: until };
      onDraft({ kind: "external-access", access: { mode: { period }, role_management: isManaged } });
    }
  }, [mode, from, until, isManaged]);

  return (
    <>
      <Field label="Mode">
        {(control) => (
          <select {...control} value={mode} onChange={(event) => setMode(event.currentTarget.value as ModeName)}>
            {Object.entries(MODES).map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      {mode === "period" && (
        <>
          <InstantField label="From" value={start} onInput={setStart} />
          <InstantField
            label="Until"
            value={end}
            onInput={setEnd}
            errors={isBackward ? ["The period has to end after it begins."] : []}
          />
        </>
      )}
      <Choice type="checkbox" label="Role management" isChosen={isManaged} onChoose={setManaged} />
    </>
  );
}

function tomorrowMorning(): number {
  const day = new Date(Date.now() + DAY_MS);
  day.setHours(9, 0, 0, 0);
  return day.getTime();
}
