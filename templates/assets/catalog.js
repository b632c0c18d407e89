"use strict";
// What the site can do without: search from every page, copy buttons, and a choice of light or dark.
const catalog = (() => {
  const root = document.documentElement;
  const base = document.currentScript.src.replace(/assets\/[^/]*$/, "");
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const remember = (theme) => { try { localStorage.setItem("catalog-theme", theme); } catch { /* storage may be closed */ } };
  const remembered = () => { try { return localStorage.getItem("catalog-theme"); } catch { return null; } };

  // Before the page is painted, so that it never flashes in the other theme.
  const chosen = remembered();
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;

  const themeButton = (button) => {
    const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      remember(root.dataset.theme);
      show();
    });
    show();
  };

  const copyButton = (part) => {
    const { copyWord, copiedWord } = document.body.dataset;
    const button = make("button", { type: "button", textContent: copyWord });
    const status = make("span", { className: "hidden" });
    status.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(part.textContent);
      } catch {
        const range = document.createRange();
        range.selectNodeContents(part);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        if (!document.execCommand("copy")) return;
      }
      button.textContent = status.textContent = copiedWord;
      setTimeout(() => { button.textContent = copyWord; status.textContent = ""; }, 1600);
    });
    part.after(button, status);
  };

  // Words in lower case without accents, each after a space; a number within a word is a word too.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const spaced = (text) => ` ${plain(text).replace(/[^\p{L}\p{N}]+/gu, " ")}`;
  const split = (text) => spaced(text) + spaced(text.replace(/(\p{L})(?=\p{N})|(\p{N})(?=\p{L})/gu, "$& "));
  const wanted = (query) => spaced(query).split(" ").filter(Boolean);
  // Chinese has no spaces between words: there a word may begin anywhere.
  const has = (text, word) => text.includes(/\p{Script=Han}/u.test(word) ? word : ` ${word}`);

  let loading;
  const load = () => loading ??= new Promise((resolve, reject) => {
    if (self.catalogSearch) { resolve(self.catalogSearch); return; }
    const script = make("script", { src: `${base}assets/search-data.js` });
    script.addEventListener("load", () => resolve(self.catalogSearch));
    script.addEventListener("error", reject);
    document.head.append(script);
  });

  let texts;
  const textsOf = (data) => {
    if (texts) return texts;
    let card = 0;
    texts = data.title.map((title, model) => {
      const labels = new Set();
      for (const end = card + data.cards[model]; card < end; card += 1) {
        for (const name of ["task", "dataset"]) {
          for (const place of [data.facets[name][card]].flat()) labels.add(data.values[name][place][1]);
        }
      }
      return split(`${title} ${data.page[model]} ${data.words[model]} ${[...labels].join(" ")}`);
    });
    return texts;
  };

  // Models by number that have all the words; those whose title begins with the first word come first.
  const search = (data, query) => {
    const words = wanted(query);
    const found = textsOf(data).flatMap((text, model) => (words.every((word) => has(text, word)) ? [model] : []));
    const rank = (model) => { const title = plain(data.title[model]); return title === plain(query.trim()) ? 0 : title.startsWith(words[0] ?? "") ? 1 : 2; };
    return found.sort((a, b) => rank(a) - rank(b) || a - b);
  };

  const address = (data, model) => `${base}models/${data.page[model].split("/").map(encodeURIComponent).join("/")}.html`;

  // A box with the best matches below it: arrows choose, Enter opens, Escape closes. `pick` takes the number of a model.
  const suggestions = (box, pick) => {
    const input = box.querySelector("input");
    const list = make("ul", { className: "suggestions", hidden: true });
    list.id = `suggestions-${document.querySelectorAll(".suggestions").length}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.getAttribute("aria-label"));
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
    box.append(list);
    let data = null;
    let active = -1;
    const close = () => { list.hidden = true; active = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const mark = (place) => {
      const options = [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
      if (!options.length) return;
      active = (place + options.length) % options.length;
      options.forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    };
    const option = (content, act) => {
      const item = make("li", { id: `${list.id}-${list.children.length}` }, ...content);
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      if (act) { item.addEventListener("pointerdown", (event) => event.preventDefault()); item.addEventListener("click", act); } else item.setAttribute("aria-disabled", "true");
      list.append(item);
    };
    const show = () => {
      list.replaceChildren();
      active = -1;
      input.removeAttribute("aria-activedescendant");
      if (!data || !wanted(input.value).length) { close(); return; }
      const found = search(data, input.value);
      for (const model of found.slice(0, 8)) {
        option([make("span", { textContent: data.title[model], dir: "auto" }), make("small", { textContent: data.page[model] })], () => { pick(data, model); input.value = ""; close(); });
      }
      if (!found.length) option([box.dataset.nothingWord]);
      else if (box.dataset.all && found.length > 8) option([make("span", { textContent: `${box.dataset.all} (${found.length})` })], () => all());
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    };
    const all = () => { location.href = `${base}models/index.html?q=${encodeURIComponent(input.value)}`; };
    const begin = () => load().then((found) => { data = found; show(); }, () => {});
    input.addEventListener("focus", begin);
    input.addEventListener("input", () => (data ? show() : begin()));
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(active < 0 && event.key === "ArrowUp" ? -1 : active + (event.key === "ArrowDown" ? 1 : -1)); }
      else if (event.key === "Enter" && active >= 0) list.querySelectorAll("[role=option]")[active].click();
      else if (event.key === "Enter" && box.dataset.all && wanted(input.value).length) all();
      else if (event.key === "Escape") { if (list.hidden) { input.value = ""; input.blur(); } else close(); }
    });
  };

  addEventListener("keydown", (event) => {
    const busy = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    const input = document.querySelector("[data-find] input");
    if (event.key !== "/" || busy || !input || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-toggle]").forEach(themeButton);
    document.querySelectorAll("[data-copy]").forEach(copyButton);
    for (const box of document.querySelectorAll("[data-find]")) {
      box.hidden = false;
      box.querySelector("input").spellcheck = false;
      if (!("add" in box.dataset) && !document.querySelector("[data-listing]")) suggestions(box, (data, model) => { location.href = address(data, model); });
    }
  });
  return { base, make, search, suggestions, address };
})();
