// For pages without modules: `<script src="…/guestpass/classic.js">` makes `guestpass`, a promise of what `index.js`
// exports.
globalThis.guestpass = import(new URL("./index.js", document.currentScript.src));
