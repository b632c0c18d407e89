"use strict";
// Up to six models side by side; which ones is in the address.
addEventListener("DOMContentLoaded", () => {
  const data = self.catalogCompare;
  if (!data) return;
  const { make, suggestions, base } = catalog;
  const most = 6;
  const find = (name) => document.querySelector(`[data-${name}]`);
  const [box, none, full, unknown, wide] = ["add", "none", "full", "unknown", "compare"].map(find);
  const table = wide.querySelector("table");
  const states = Object.fromEntries([...document.querySelector("template").content.children].map((state) => [state.classList[1], state]));
  const has = (id) => Object.hasOwn(data.models, id);
  const asked = () => [...new Set(new URLSearchParams(location.search).getAll("m"))];

  const go = (ids) => {
    const query = new URLSearchParams(ids.map((id) => ["m", id]));
    try { history.pushState(null, "", `${location.pathname}${ids.length ? `?${query}` : ""}`); show(ids); } catch { location.search = query; }
  };
  const heading = (id, ids) => {
    const remove = make("button", { type: "button", textContent: "×" });
    remove.setAttribute("aria-label", `${wide.dataset.remove}: ${data.models[id][0]}`);
    remove.addEventListener("click", () => go(ids.filter((other) => other !== id)));
    const link = make("a", { href: `${base}models/${id.split("/").map(encodeURIComponent).join("/")}.html`, textContent: data.models[id][0], dir: "auto" });
    return make("th", { scope: "col" }, link, remove);
  };
  const cell = (name, text) => {
    const content = name === "state" && states[text] ? states[text].cloneNode(true) : text ?? "–";
    return make("td", { className: text === undefined ? "quiet" : "" }, content);
  };
  // Only figures of one metric, data set, split and unit share a row; the best one is marked where a direction is known.
  const figures = (place, ids) => {
    const [name, better] = data.metrics[place];
    const found = ids.map((id) => data.models[id][2][place]);
    const values = found.flatMap((figure) => (figure ? [figure[1]] : []));
    const best = values.length > 1 && better ? Math[better > 0 ? "max" : "min"](...values) : null;
    const cells = found.map((figure) => {
      const isBest = figure && best !== null && figure[1] === best && values.some((value) => value !== best);
      const made = make("td", { className: figure ? "num" : "quiet" }, figure ? figure[0] : "–");
      if (isBest) made.append(" ", make("b", { className: "best", title: wide.dataset.best, textContent: "★" }), make("span", { className: "hidden", textContent: wide.dataset.best }));
      return made;
    });
    return make("tr", { className: "made" }, make("th", { scope: "row", textContent: name }), ...cells);
  };
  const show = (all) => {
    const ids = all.filter(has).slice(0, most);
    wide.hidden = !ids.length;
    none.hidden = ids.length > 0;
    full.hidden = ids.length < most;
    box.hidden = ids.length >= most;
    unknown.hidden = all.every(has);
    table.querySelectorAll("thead th ~ th, tbody td, .made").forEach((old) => old.remove());
    table.tHead.rows[0].append(...ids.map((id) => heading(id, ids)));
    for (const row of table.querySelectorAll("[data-fact]")) {
      const { fact } = row.dataset;
      row.hidden = !ids.some((id) => data.models[id][1][fact]);
      row.append(...ids.map((id) => cell(fact, data.models[id][1][fact])));
    }
    const places = [...new Set(ids.flatMap((id) => Object.keys(data.models[id][2])))];
    const shared = (place) => ids.filter((id) => data.models[id][2][place]).length;
    places.sort((a, b) => shared(b) - shared(a) || a - b);
    if (places.length) {
      const words = make("th", { scope: "colgroup", colSpan: ids.length + 1, textContent: wide.dataset.metrics });
      table.tBodies[0].append(make("tr", { className: "made" }, words), ...places.map((place) => figures(place, ids)));
    }
  };
  suggestions(box, (search, model) => {
    const ids = asked().filter(has);
    if (ids.length < most) go([...new Set([...ids, search.page[model]])]);
  });
  addEventListener("popstate", () => show(asked()));
  show(asked());
});
