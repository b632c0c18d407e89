"use strict";
// A list of models: facets that combine, search as one types, sorting, and a choice for comparing; all of it in the address.
addEventListener("DOMContentLoaded", () => {
  const data = self.catalogSearch;
  const listing = document.querySelector("[data-listing]");
  if (!data || !listing) return;
  const { base, make, search } = catalog;
  const find = (name) => document.querySelector(`[data-${name}]`);
  const [chips, count, nothing, sort, picked] = ["chips", "count", "nothing", "sort", "picked"].map(find);
  const input = document.querySelector("[data-find] input");
  const select = sort.querySelector("select");
  const names = Object.keys(data.values);
  const rows = [...listing.children];
  const whole = !listing.dataset.facet;
  const places = Object.fromEntries(names.map((name) => [name, new Map(data.values[name].map(([id], place) => [id, place]))]));
  const first = [];
  data.cards.reduce((start, cards, model) => { first[model] = start; return start + cards; }, 0);
  const most = 6;
  const keys = {
    newest: (model) => -data.day[model], cards: (model) => -data.cards[model],
    smallest: (model) => data.size[model] || Infinity, largest: (model) => -data.size[model],
  };

  const fromAddress = () => {
    const query = new URLSearchParams(location.search);
    const chosen = Object.fromEntries(names.map((name) => [name, new Set(query.getAll(name).filter((id) => places[name].has(id)))]));
    if (!whole) chosen[listing.dataset.facet].add(listing.dataset.choice);
    return { chosen, q: query.get("q") || "", sort: Object.hasOwn(keys, query.get("sort")) ? query.get("sort") : "name", compare: query.getAll("compare").slice(0, most) };
  };
  let state = fromAddress();

  const query = ({ chosen, q, sort: order, compare }, own) => {
    const made = new URLSearchParams();
    if (q) made.set("q", q);
    for (const name of names) for (const id of chosen[name]) if (!own || id !== listing.dataset.choice || name !== listing.dataset.facet) made.append(name, id);
    if (order !== "name") made.set("sort", order);
    for (const id of compare) made.append("compare", id);
    return made.size ? `?${made}` : "";
  };
  const go = (next, keep) => {
    const onlyHere = whole || names.every((name) => [...next.chosen[name]].join("\n") === [...state.chosen[name]].join("\n"));
    if (!onlyHere) { location.href = `${base}models/index.html${query(next)}`; return; }
    state = next;
    const address = location.pathname + query(state, !whole);
    try { history[keep ? "replaceState" : "pushState"](null, "", address); } catch { /* some browsers forbid it for files */ }
    show();
  };
  const toggled = (name, id) => {
    const chosen = Object.fromEntries(names.map((each) => [each, new Set(state.chosen[each])]));
    if (!chosen[name].delete(id)) chosen[name].add(id);
    return { ...state, chosen };
  };

  const has = (name, card, wanted) => [data.facets[name][card]].flat().some((place) => wanted.has(place));

  // For each model the facets that keep a card of it out: none, it is shown; one alone, it counts for that facet's choices.
  const narrow = (found) => {
    const wanted = names.map((name) => new Set([...state.chosen[name]].map((id) => places[name].get(id))));
    const counts = Object.fromEntries(names.map((name) => [name, new Array(data.values[name].length).fill(0)]));
    const shown = new Set();
    for (const model of found) {
      const seen = names.map(() => new Set());
      for (let card = first[model]; card < first[model] + data.cards[model]; card += 1) {
        const missed = names.flatMap((name, place) => (wanted[place].size && !has(name, card, wanted[place]) ? [place] : []));
        if (!missed.length) shown.add(model);
        if (missed.length > 1) continue;
        for (const place of missed.length ? missed : names.keys()) for (const value of [data.facets[names[place]][card]].flat()) seen[place].add(value);
      }
      names.forEach((name, place) => seen[place].forEach((value) => { counts[name][value] += 1; }));
    }
    return { shown, counts };
  };

  const chip = (text, label, act) => {
    const button = make("button", { type: "button", textContent: text });
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    chips.append(make("li", {}, button));
  };
  const showChips = () => {
    chips.replaceChildren();
    for (const name of names) for (const id of state.chosen[name]) {
      const text = data.values[name][places[name].get(id)][1];
      chip(`${text} ×`, `${chips.dataset.remove}: ${text}`, () => go(toggled(name, id)));
    }
    chips.hidden = !chips.children.length;
    if (chips.children.length > 1) chip(chips.dataset.clear, chips.dataset.clear, () => go({ ...state, chosen: Object.fromEntries(names.map((name) => [name, new Set()])) }));
  };
  const showFacets = (counts) => {
    for (const section of document.querySelectorAll(".facets [data-facet]")) {
      const name = section.dataset.facet;
      for (const link of section.querySelectorAll("[data-value]")) {
        const id = link.dataset.value;
        const number = counts[name][places[name].get(id)] ?? 0;
        const isChosen = state.chosen[name].has(id);
        link.querySelector(".num").textContent = number.toLocaleString("en");
        link.parentElement.hidden = !number && !isChosen;
        if (isChosen) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
        link.href = `${base}models/index.html${query(toggled(name, id))}`;
      }
    }
  };
  const showPicked = () => {
    picked.hidden = !state.compare.length;
    picked.querySelector(".num").textContent = state.compare.length;
    picked.querySelector("a").href = `${base}compare.html?${new URLSearchParams(state.compare.map((id) => ["m", id]))}`;
    for (const row of rows) {
      const box = row.querySelector("input");
      box.checked = state.compare.includes(row.dataset.id);
      box.disabled = !box.checked && state.compare.length >= most;
    }
  };
  const show = () => {
    const found = search(data, state.q);
    const { shown, counts } = narrow(found);
    const rank = new Map(found.map((model, place) => [model, place]));
    const key = keys[state.sort] || ((model) => rank.get(model) ?? model);
    rows.sort((a, b) => key(+a.dataset.n) - key(+b.dataset.n) || a.dataset.n - b.dataset.n);
    if (rows.some((row, place) => listing.children[place] !== row)) listing.append(...rows);
    let number = 0;
    for (const row of rows) { row.hidden = !shown.has(+row.dataset.n); if (!row.hidden) number += 1; }
    listing.hidden = !number;
    nothing.hidden = number > 0;
    count.replaceChildren(make("span", { className: "num", textContent: number.toLocaleString("en") }), ` ${number === 1 ? count.dataset.one : count.dataset.many}`);
    if (document.activeElement !== input) input.value = state.q;
    select.value = state.sort;
    showChips();
    showFacets(counts);
    showPicked();
  };

  const pickBox = (row) => {
    const box = make("input", { type: "checkbox" });
    box.setAttribute("aria-label", `${listing.dataset.compare}: ${row.querySelector("a").textContent}`);
    box.addEventListener("change", () => go({ ...state, compare: box.checked ? [...state.compare, row.dataset.id] : state.compare.filter((id) => id !== row.dataset.id) }, true));
    row.append(make("label", { className: "pick" }, box, listing.dataset.compare));
  };
  rows.forEach(pickBox);
  sort.hidden = false;
  select.addEventListener("change", () => go({ ...state, sort: select.value }));
  input.addEventListener("input", () => go({ ...state, q: input.value }, true));
  picked.querySelector("button").addEventListener("click", () => go({ ...state, compare: [] }, true));
  document.querySelector(".facets").addEventListener("click", (event) => {
    const link = event.target.closest("[data-value]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(toggled(link.closest("[data-facet]").dataset.facet, link.dataset.value));
  });
  addEventListener("popstate", () => { state = fromAddress(); input.value = state.q; show(); });

  // Arrows walk from the box through the models that are shown, and back.
  const move = (event) => {
    const links = rows.filter((row) => !row.hidden).map((row) => row.querySelector("a"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const here = event.target === input ? -1 : links.indexOf(event.target);
    if (event.key === "Escape" && event.target === input) { go({ ...state, q: "" }, true); input.value = ""; input.blur(); }
    else if (event.key === "Escape" && here >= 0) input.focus();
    else if (event.key === "Enter" && event.target === input && links.length) location.href = links[0].href;
    else if (step && (event.target === input || here >= 0) && here + step < links.length) { event.preventDefault(); (links[here + step] ?? input).focus(); }
  };
  addEventListener("keydown", move);
  show();
});
