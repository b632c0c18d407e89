"use strict";
// What the site can do without: a filter for lists, copy buttons, and a choice of light or dark.
(() => {
  const root = document.documentElement;
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
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = copyWord;
    const status = document.createElement("span");
    status.className = "hidden";
    status.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      const text = part.textContent;
      try {
        await navigator.clipboard.writeText(text);
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

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const filter = (box) => {
    const input = box.querySelector("input");
    const output = box.querySelector("output");
    const nothing = document.querySelector("[data-nothing]");
    const listing = document.querySelector("[data-listing]");
    const rows = [...listing.tBodies[0].rows].map((row) => ({ row, text: plain(row.textContent) }));
    const apply = () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { row, text } of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) shown += 1;
      }
      listing.hidden = shown === 0;
      nothing.hidden = shown > 0;
      output.textContent = words.length ? `${shown.toLocaleString("en")} / ${rows.length.toLocaleString("en")} ${output.dataset.word}` : "";
    };
    const toAddress = () => {
      const address = new URL(location);
      if (input.value) address.searchParams.set("q", input.value); else address.searchParams.delete("q");
      try { history.replaceState(null, "", address); } catch { /* some browsers forbid it for files */ }
    };
    const fromAddress = () => { input.value = new URLSearchParams(location.search).get("q") || ""; apply(); };
    box.hidden = false;
    input.addEventListener("input", () => { apply(); toAddress(); });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { input.value = ""; apply(); toAddress(); input.blur(); }
    });
    addEventListener("popstate", fromAddress);
    addEventListener("keydown", (event) => {
      const busy = event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key === "/" && !busy && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); input.focus(); input.select(); }
    });
    fromAddress();
  };

  addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-toggle]").forEach(themeButton);
    document.querySelectorAll("[data-copy]").forEach(copyButton);
    document.querySelectorAll("[data-filter]").forEach(filter);
  });
})();
