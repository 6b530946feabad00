// What both pages have around them: the words, the choice of documentation,
// the links at the foot.

import { fill, switchLanguage, words } from "./words.js";
import { el } from "./parts.js";
import { knowledgeBases } from "./server.js";

/** Fills the page's words and links; title is the name of its title. */
export function frame(title) {
  fill();
  document.title = words[title];
  const button = document.getElementById("language");
  button.textContent = words.otherLanguage;
  button.lang = words.otherLanguage === "中文" ? "zh-Hans" : "en";
  button.addEventListener("click", switchLanguage);
}

/** Lets the reader choose a knowledge base; calls changed when it is another. */
export class Knowledge {
  #select = document.getElementById("kb");
  #wanted = new URLSearchParams(location.search).get("kb");

  /** Name of the chosen one, "" until any is known. */
  get name() {
    return this.#select.value || this.#wanted || "";
  }

  /** Asks the server what there is. Says whether there is any. */
  async load(changed) {
    const names = await knowledgeBases();
    this.#select.replaceChildren(...names.map((name) => el("option", { value: name }, name)));
    if (names.includes(this.#wanted)) this.#select.value = this.#wanted;
    else if (names.includes("default")) this.#select.value = "default";
    this.#select.parentElement.hidden = names.length < 2;
    this.#select.addEventListener("change", () => {
      const address = new URL(location.href);
      address.searchParams.set("kb", this.name);
      history.replaceState(null, "", address);
      changed();
    });
    return names.length > 0;
  }
}
