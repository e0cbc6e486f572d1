import { useId } from "preact/hooks";
import { Field } from "../../parts/field";
import { Sentence } from "../../parts/sentence";
import type { OrganisationName } from "../../server/shapes";
import type { Subject } from "../../server/subjects";
import { resourceOf } from "./resource";

/** Whose view, and where. */
export function QuestionForm(props: {
  organisations: readonly OrganisationName[];
  organisation: string;
  onOrganisation: (id: string) => void;
  subjects: readonly Subject[];
  subject: Subject | null;
  onSubject: (id: string) => void;
  /** What is in the field, such as `company/acme-berlin`. */
  resource: string;
  onResource: (resource: string) => void;
  known: readonly string[];
}) {
  const listId = useId();
  const isUnread = props.resource.trim() !== "" && resourceOf(props.resource) === null;
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
      <Field
        label="On a resource"
        hint={<Sentence text="Empty for the organisation as a whole, or such as `app/chat`." />}
        errors={isUnread ? ["Write a kind and an identifier, with a slash between them."] : []}
      >
        {(control) => (
          <>
            <input
              {...control}
              type="text"
              list={listId}
              value={props.resource}
              onChange={(event) => props.onResource(event.currentTarget.value)}
            />
            <datalist id={listId}>
              {props.known.map((resource) => (
                <option key={resource} value={resource} />
              ))}
            </datalist>
          </>
        )}
      </Field>
    </div>
  );
}
