import { effect, signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";

const KEPT_AS = "guestpass-theme";
const THEMES: readonly Theme[] = ["system", "light", "dark"];

/** Light or dark; as the system has it when nobody says. */
export const theme = signal<Theme>(THEMES.find((known) => known === localStorage.getItem(KEPT_AS)) ?? "system");

effect(() => {
  localStorage.setItem(KEPT_AS, theme.value);
  if (theme.value === "system") {
    delete document.documentElement.dataset["theme"];
  } else {
    document.documentElement.dataset["theme"] = theme.value;
  }
});

export function nextTheme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? "system";
}
