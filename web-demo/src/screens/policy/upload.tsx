import { useState } from "preact/hooks";
import { Field } from "../../parts/field";
import { ProblemNotice } from "../../parts/problem-notice";
import { Sentence } from "../../parts/sentence";
import { ask } from "../../server/client";
import { Problem } from "../../server/problem";
import type { Proposed } from "./shapes";

/** Bytes of a component and a manifest at most: the server takes no more. */
const BYTES_MAX = 6 * 1024 * 1024;

type Step = "reading" | "verifying" | null;

const STEPS = { reading: "Reading the files …", verifying: "The server verifies, compiles and tests it …" };

/** Takes a component and its signed manifest. The server verifies them; the active policy goes on. */
export function Upload(props: { onProposed: (proposed: Proposed) => void }) {
  const [component, setComponent] = useState<File | null>(null);
  const [manifest, setManifest] = useState<File | null>(null);
  const [step, setStep] = useState<Step>(null);
  const [wasTried, setTried] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    setProblem(null);
    if (component === null || manifest === null || tooLarge(component, manifest)) {
      return;
    }
    try {
      setStep("reading");
      const body = {
        component: base64(new Uint8Array(await component.arrayBuffer())),
        manifest: await manifest.text(),
      };
      setStep("verifying");
      props.onProposed(await ask<Proposed>("/operations/v1/policy/candidate", { method: "POST", body }));
    } catch (error) {
      setProblem(Problem.from(error));
    } finally {
      setStep(null);
    }
  };

  return (
    <form class="upload" onSubmit={submit} noValidate aria-busy={step !== null}>
      <div class="side-by-side">
        <Field
          label="Component"
          hint={<Sentence text="What `guestpass policy build` makes, such as `acme.wasm`." />}
          errors={componentErrors(component, manifest, wasTried)}
        >
          {(control) => (
            <input
              {...control}
              type="file"
              accept=".wasm,application/wasm"
              onChange={(event) => setComponent(event.currentTarget.files?.[0] ?? null)}
            />
          )}
        </Field>
        <Field
          label="Manifest"
          hint={<Sentence text="What `guestpass policy sign` makes of it, such as `acme.wasm.manifest.json`." />}
          errors={wasTried && manifest === null ? ["Choose the manifest."] : []}
        >
          {(control) => (
            <input
              {...control}
              type="file"
              accept=".json,application/json"
              onChange={(event) => setManifest(event.currentTarget.files?.[0] ?? null)}
            />
          )}
        </Field>
      </div>
      {problem && <ProblemNotice problem={problem} />}
      <p class="upload-end">
        <button type="submit" class="button" disabled={step !== null}>
          {step === null ? "Upload and verify" : "Working …"}
        </button>
        <span role="status">{step !== null && STEPS[step]}</span>
      </p>
      {step !== null && <progress aria-label={STEPS[step]} />}
    </form>
  );
}

function tooLarge(component: File, manifest: File): boolean {
  return component.size + manifest.size > BYTES_MAX;
}

function componentErrors(component: File | null, manifest: File | null, wasTried: boolean): string[] {
  if (component && manifest && tooLarge(component, manifest)) {
    return ["The two files are larger than the 6 MiB that the server takes."];
  }
  return wasTried && component === null ? ["Choose the component."] : [];
}

/** In parts, since a function does not take a million arguments. */
function base64(bytes: Uint8Array): string {
  const part = 0x8000;
  let text = "";
  for (let start = 0; start < bytes.length; start += part) {
    text += String.fromCharCode(...bytes.subarray(start, start + part));
  }
  return btoa(text);
}
