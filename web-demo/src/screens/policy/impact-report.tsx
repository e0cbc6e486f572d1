import { Empty } from "../../parts/empty";
import { Sentence } from "../../parts/sentence";
import type { Difference, Impact } from "./shapes";

interface Section {
  title: string;
  kinds: readonly string[];
  mark: "more" | "less" | "other";
}

/** Differences by which somebody gets at something that was out of reach. */
const NEW_ACCESS: readonly string[] = ["newly-allowed", "more-shown"];

const SECTIONS: readonly Section[] = [
  { title: "Newly allowed or shown", kinds: NEW_ACCESS, mark: "more" },
  { title: "Newly denied or hidden", kinds: ["newly-denied", "less-shown"], mark: "less" },
  { title: "The same answer, other obligations", kinds: ["other-obligations"], mark: "other" },
];

/** Differences that say little by themselves, and follow from what is said already: they are counted. */
const COUNTED = ["other-reason", "other-validity"];

/** What would be different if the candidate took the place of the active policy. */
export function ImpactReport(props: { impact: Impact }) {
  const { differences, described, not_covered, questions, people_in_words, people_left_out } = props.impact;
  const { custom_roles_taken: taken } = props.impact;
  const counted = differences
    .filter(({ kind }) => COUNTED.includes(kind))
    .reduce((sum, { answers }) => sum + answers, 0);
  const isSame = differences.length + described.length + people_in_words.length + taken.length === 0;
  return (
    <section class="impact" aria-label="Impact report">
      <p class="soft">{`Both policies were asked the same ${questions.toLocaleString()} questions.`}</p>
      {isSame && isWhole(props.impact) && <Empty title="Both policies mean the same." />}
      <Sentences title="People of the directory" sentences={peopleOf(people_in_words, people_left_out)} />
      {SECTIONS.map((section) => (
        <ImpactSection
          key={section.title}
          section={section}
          differences={differences.filter(({ kind }) => section.kinds.includes(kind))}
        />
      ))}
      {counted > 0 && <p>{`${counted} answers have another reason or hold for another time.`}</p>}
      <Sentences title="Custom roles whose names it takes" mark="less" sentences={takenIn(taken)} />
      <Sentences title="Described differently" sentences={described} />
      <Sentences title="Not covered" sentences={not_covered} />
    </section>
  );
}

function ImpactSection(props: { section: Section; differences: readonly Difference[] }) {
  const { section, differences } = props;
  if (differences.length === 0) {
    return null;
  }
  return (
    <div class={`impact-section impact-${section.mark}`}>
      <h3>{`${section.title} (${differences.length})`}</h3>
      <ul>
        {differences.map(({ sentence }) => (
          <li key={sentence}>
            <Sentence text={sentence} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Sentences(props: { title: string; mark?: Section["mark"]; sentences: readonly string[] }) {
  if (props.sentences.length === 0) {
    return null;
  }
  return (
    <div class={props.mark ? `impact-section impact-${props.mark}` : "impact-section"}>
      <h3>{props.title}</h3>
      <ul>
        {props.sentences.map((sentence) => (
          <li key={sentence}>
            <Sentence text={sentence} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function peopleOf(sentences: readonly string[], leftOut: number): string[] {
  const found = sentences.length === 0 ? ["nothing changes for anybody"] : [...sentences];
  return leftOut > 0 ? [...found, `${leftOut} people were not looked at, because there are too many`] : found;
}

/** The server names so many at most. */
const TAKEN_MAX = 1000;

function takenIn(taken: Impact["custom_roles_taken"]): string[] {
  const found = taken.map(
    ({ organisation, role }) => `whoever holds \`${role}\` at \`${organisation}\` holds nothing by it`,
  );
  return taken.length < TAKEN_MAX ? found : [...found, "there may be more"];
}

/** Whether somebody would get at something that is out of reach now: in general, or of the people of the directory. */
export function givesNewAccess(impact: Impact): boolean {
  const kinds = [...impact.differences.map(({ kind }) => kind), ...Object.keys(impact.people.people)];
  return kinds.some((kind) => NEW_ACCESS.includes(kind));
}

/** Whether everything and everybody was looked at, so that what was not found is not there. */
export function isWhole(impact: Impact): boolean {
  return impact.not_covered.length === 0 && impact.people_left_out === 0;
}
