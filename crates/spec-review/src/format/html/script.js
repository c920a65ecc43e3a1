"use strict";
(() => {
  const form = document.getElementById("filter");
  const articles = [...document.querySelectorAll("article")];
  const exchanges = [...document.querySelectorAll(".exchange")];
  const shown = document.getElementById("shown");
  const none = document.getElementById("none");
  const visible = () => articles.filter((article) => !article.hidden);

  function apply() {
    const data = new FormData(form);
    const severities = data.getAll("severity");
    const provider = data.get("provider");
    const hurts = data.get("hurts");
    const text = data.get("text").trim().toLowerCase();
    for (const article of articles) {
      const fits = severities.includes(article.dataset.severity)
        && (!provider || article.dataset.provider === provider)
        && (!hurts || article.dataset.hurts.split(" ").includes(hurts))
        && (!text || article.textContent.toLowerCase().includes(text));
      article.hidden = !fits;
    }
    // An example has neither a severity nor somebody who is hurt.
    for (const exchange of exchanges) {
      exchange.hidden = !((!provider || exchange.dataset.provider === provider)
        && (!text || exchange.textContent.toLowerCase().includes(text)));
    }
    const count = visible().length;
    shown.textContent = count === articles.length ? `${count} findings` : `${count} of ${articles.length} findings`;
    none.hidden = count > 0 || articles.length === 0;
  }

  // A link to one finding shows it, whatever was filtered.
  function follow() {
    const meant = articles.find((article) => "#" + article.id === location.hash);
    if (!meant) return;
    if (meant.hidden) {
      form.reset();
      apply();
    }
    meant.focus({ preventScroll: true });
    meant.scrollIntoView({ block: "start" });
  }

  function move(step) {
    const list = visible();
    if (list.length === 0) return;
    const here = list.indexOf(document.activeElement?.closest("article"));
    const next = here < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(here + step, 0), list.length - 1);
    list[next].focus({ preventScroll: true });
    list[next].scrollIntoView({ block: "start" });
  }

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", follow);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      form.reset();
      apply();
      document.activeElement?.blur();
      return;
    }
    if (event.target.matches("input, select, textarea")) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "/") {
      event.preventDefault();
      form.elements.text.focus();
    }
  });
  // A page that is loaded again keeps what its form had.
  apply();
  follow();
})();
