import { render } from "preact";
import { App } from "./app";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/parts.css";

const place = document.getElementById("console");
if (place) {
  render(<App />, place);
}
