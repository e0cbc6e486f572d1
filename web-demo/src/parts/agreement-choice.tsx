import { Choice } from "./choice";

/** Whoever lets somebody from outside in says first that the agreements for it are in place (F11). */
export function AgreementChoice(props: { name: string; isChosen: boolean; onChoose: (isChosen: boolean) => void }) {
  return (
    <Choice
      type="checkbox"
      label={`We have data protection agreements with ${props.name}`}
      isChosen={props.isChosen}
      onChoose={props.onChoose}
      hint={`${props.name} gains access to your system and data. You have to have the agreements in place first.`}
    />
  );
}
