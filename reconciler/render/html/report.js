"use strict";
(() => {
  const form = document.querySelector(".filters");
  const shown = document.getElementById("shown");
  const fields = ["service", "staff", "room", "kind"]
    .map((name) => [name, document.getElementById(name)])
    .filter(([, field]) => field);
  const search = document.getElementById("search");
  const parts = [...document.querySelectorAll(".chip, article.class, .reason .row")].map((part) => ({
    part,
    text: part.textContent.toLowerCase(),
    values: Object.fromEntries(fields.map(([name]) => [name, (part.dataset[name] ?? "").split("\n")])),
  }));
  const blocks = [...document.querySelectorAll("article.reason")];
  const rows = [...document.querySelectorAll(".week tbody tr")];

  function apply() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = fields.filter(([, field]) => field.value).map(([name, field]) => [name, field.value]);
    let count = 0;
    for (const { part, text, values } of parts) {
      const fits = words.every((word) => text.includes(word))
        && wanted.every(([name, value]) => values[name].some((each) => each === value || (name === "room" && each.split(", ").includes(value))));
      part.hidden = !fits;
      if (fits && part.matches(".chip")) count += 1;
    }
    for (const block of blocks) block.hidden = !block.querySelector(".row:not([hidden])");
    for (const row of rows) row.hidden = !row.querySelector(".chip:not([hidden])");
    const all = parts.filter(({ part }) => part.matches(".chip")).length;
    shown.textContent = words.length || wanted.length ? `${count} of ${all} entries shown` : "";
  }

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (happening) => happening.preventDefault());
  function unfold() {
    const block = location.hash && document.getElementById(location.hash.slice(1));
    const dates = block && block.querySelector("details");
    if (dates) dates.open = true;
  }
  addEventListener("hashchange", unfold);
  unfold();
})();
