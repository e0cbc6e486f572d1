// AssemblyScript exports identifiers only. The canonical ABI wants the functions of an interface under its full name.
import { Transform } from "assemblyscript/transform";

const INTERFACE = "guestpass:policy/evaluation@0.2.0";

export default class NameExports extends Transform {
  afterCompile(module) {
    for (const name of ["describe", "check", "review", "init"]) {
      module.removeExport(name);
      module.addFunctionExport(`assembly/index/${name}`, `${INTERFACE}#${name}`);
    }
  }
}
