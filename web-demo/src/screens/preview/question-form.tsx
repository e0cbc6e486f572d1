import { Field } from "../../parts/field";
import type { OrganisationName } from "../../server/shapes";
import type { Subject } from "../../server/subjects";

/** Whose view, and where. */
export function QuestionForm(props: {
  organisations: readonly OrganisationName[];
  organisation: string;
  onOrganisation: (id: string) => void;
  subjects: readonly Subject[];
  subject: Subject | null;
  onSubject: (id: string) => void;
}) {
  return (
    <div class="side-by-side">
      <Field label="Person" hint={props.subject?.id}>
        {(control) => (
          <select
            {...control}
            value={props.subject?.id ?? ""}
            onChange={(event) => props.onSubject(event.currentTarget.value)}
          >
            {props.subjects.map((subject) => (
              <option key={subject.id} value={subject.id}>
                {`${subject.name}, ${subject.home}`}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="At the organisation" hint="Where the person wants to do something.">
        {(control) => (
          <select
            {...control}
            value={props.organisation}
            onChange={(event) => props.onOrganisation(event.currentTarget.value)}
          >
            {props.organisations.map((organisation) => (
              <option key={organisation.id} value={organisation.id}>
                {organisation.name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}
