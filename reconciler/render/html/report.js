"use strict";
(() => {
  const DAY = 86400000;
  const form = document.querySelector(".filters");
  const shown = document.getElementById("shown");
  const search = document.getElementById("search");
  const fields = ["service", "staff", "room", "kind"]
    .map((name) => [name, document.getElementById(name)])
    .filter(([, field]) => field);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const chips = all(".chip").map((part) => ({ part, place: part.closest(".location") }));
  const lines = all(".group, .gone > li").map((part) => ({ part }));
  const total = chips.reduce((sum, { part }) => sum + Number(part.dataset.n), 0);
  let week = null;
  let prepared = false;

  // The texts and weeks of ten thousand dates are read once, when somebody first filters.
  function prepare() {
    if (prepared) return;
    prepared = true;
    for (const each of [...chips, ...lines]) {
      const head = each.part.closest("article")?.querySelector("h3")?.textContent ?? "";
      each.text = (each.part.textContent + " " + head).toLowerCase();
      each.values = Object.fromEntries(fields.map(([name]) => [name, (each.part.dataset[name] ?? "").split("\n")]));
    }
    for (const chip of chips) {
      chip.weeks = numbers(chip.part.dataset.weeks);
      chip.lost = numbers(chip.part.dataset.lost ?? "");
    }
    for (const line of lines) line.dates = [...line.part.querySelectorAll("time")];
  }

  function numbers(runs) {
    return runs.split(" ").filter(Boolean).flatMap((run) => {
      const [first, last = first] = run.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, step) => first + step);
    });
  }

  function inWeek(time) {
    const days = (Date.parse(time.dateTime) - week.start) / DAY;
    return days >= 0 && days < 7;
  }

  function numberIn({ part, place, weeks, lost }) {
    if (!week) return Number(part.dataset.n);
    const number = Math.round((week.start - Date.parse(place.dataset.monday)) / DAY / 7);
    part.classList.toggle("out", lost.includes(number) && !weeks.includes(number));
    return weeks.filter((each) => each === number).length;
  }

  function apply() {
    prepare();
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = fields.filter(([, field]) => field.value).map(([name, field]) => [name, field.value]);
    const fits = ({ text, values }) => words.every((word) => text.includes(word))
      && wanted.every(([name, value]) => values[name].includes(value));
    let count = 0;
    for (const chip of chips) {
      chip.part.classList.remove("out");
      const number = fits(chip) ? numberIn(chip) : 0;
      chip.part.hidden = !number && !chip.part.classList.contains("out");
      count += number;
    }
    for (const line of lines) {
      let some = fits(line);
      if (line.dates.length && (week || line.narrowed)) {
        const within = line.dates.map((time) => !week || inWeek(time));
        line.dates.forEach((time, place) => { (time.closest("li") ?? time).hidden = !within[place]; });
        for (const part of line.part.querySelectorAll(".part")) part.hidden = !part.querySelector(".days li:not([hidden])");
        line.narrowed = Boolean(week);
        some = some && within.includes(true);
      }
      line.part.hidden = !some;
    }
    const active = Boolean(words.length || wanted.length || week);
    for (const block of all("main article")) {
      block.hidden = active && !block.querySelector(".group:not([hidden]), .gone > li:not([hidden])");
    }
    for (const part of all(".list")) part.hidden = active && !part.querySelector("article:not([hidden])");
    for (const part of all(".day, .location")) part.classList.toggle("empty", !part.querySelector(".chip:not([hidden])"));
    // On paper a pattern is told once, unless what is shown is only a part of its dates.
    document.body.classList.toggle("apart", Boolean(week || wanted.some(([name]) => name === "kind")));
    const by = [...wanted.map(([name]) => fields.find(([each]) => each === name)[1].selectedOptions[0].text),
      ...words.map((word) => `"${word}"`), ...(week ? [week.words] : [])];
    for (const part of all("h2 .by")) part.textContent = by.join(" \u00b7 ");
    document.dispatchEvent(new Event("filtered"));
    shown.textContent = active ? `${by.join(" · ")}: ${count} of ${total} classes` : "";
  }

  function choose(button) {
    const pressed = button && button.getAttribute("aria-pressed") !== "true";
    const monday = pressed ? button.dataset.monday : null;
    for (const each of all(".weeks button")) each.setAttribute("aria-pressed", String(each.dataset.monday === monday));
    week = pressed ? { start: Date.parse(monday), words: button.title.split(":")[0].replace("Week", "week") } : null;
  }

  function unfold() {
    const block = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const dates = block && block.matches("article") && block.querySelector("details");
    if (dates) dates.open = true;
  }

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => { choose(null); setTimeout(apply); });
  form.addEventListener("submit", (happening) => happening.preventDefault());
  for (const button of all(".weeks button")) {
    button.disabled = false;
    button.addEventListener("click", () => { choose(button); apply(); });
  }
  addEventListener("hashchange", unfold);
  (window.requestIdleCallback ?? setTimeout)(prepare);
  unfold();
})();
