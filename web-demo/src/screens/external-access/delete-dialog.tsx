import { ChangeForm } from "../../parts/change-form";
import { Dialog } from "../../parts/dialog";
import { useDraft } from "../../policy/use-draft";
import { type Instance, named } from "./shapes";

/** Takes away what a partner was granted, after asking once more (F13, F19). */
export function DeleteDialog(props: {
  organisation: string;
  instance: Instance;
  finish: (what: string) => void;
  close: () => void;
  reload: () => void;
}) {
  const { organisation, instance, finish, close, reload } = props;
  const { id, name } = instance.grantee;
  const draft = useDraft({
    organisation,
    change: { "delete-external-access": { grantee: named(instance.grantee) } },
    about: `delete ${id}`,
    revision: instance.revision,
  });
  return (
    <Dialog title={`Delete the access of ${name}`} onClose={close}>
      <ChangeForm
        draft={draft}
        action="Delete"
        isDangerous
        onDone={() => finish(`The access of ${name} is deleted.`)}
        onCancel={close}
        onReload={reload}
      >
        <p>
          {`Nobody of ${name} gets in any more, at once. The roles of its users here are taken away too. `}
          To keep them, set the access to Disabled instead.
        </p>
      </ChangeForm>
    </Dialog>
  );
}
