(() => {
  "use strict";
  // The week of each teacher or room: copies of the classes of a location, which follow the originals.
  const chooser = document.getElementById("by");
  if (!chooser) return;
  const NOBODY = { teacher: "no teacher", room: "no room" };
  const LARGEST = 40;
  const locations = [...document.querySelectorAll(".location")];
  const copies = [];

  const KEYS = { teacher: ["staff", "othersStaff"], room: ["room", "othersRoom"] };

  function namesOf(chip, keys) {
    return new Set(keys.flatMap((key) => (key in chip.dataset ? chip.dataset[key].split("\n") : [])));
  }

  function build() {
    for (const sheet of document.querySelectorAll(".sheet")) sheet.remove();
    copies.length = 0;
    for (const location of locations) {
      location.classList.toggle("split", Boolean(chooser.value));
      if (chooser.value) location.after(...sheetsOf(location, chooser.value));
    }
    follow();
  }

  function sheetsOf(location, by) {
    const found = new Map();
    for (const chip of location.querySelectorAll(".chip")) {
      for (const name of namesOf(chip, KEYS[by])) found.set(name, (found.get(name) ?? new Set()).add(chip));
    }
    const names = [...found.keys()].sort((a, b) => !a - !b || a.localeCompare(b, "en"));
    return names.map((name, place) => {
      const chips = new Map([...found.get(name)].map((chip) => [chip, namesOf(chip, KEYS[by].slice(0, 1)).has(name)]));
      return sheetOf(location, name || NOBODY[by], chips, place);
    });
  }

  // `chips`: each class, and whether it is of whom the sheet is for; else a change takes it or the files want it.
  function sheetOf(location, name, chips, place) {
    const sheet = location.cloneNode(false);
    sheet.classList.remove("split");
    sheet.classList.add("sheet");
    const title = location.querySelector("h2").cloneNode(true);
    title.id += `-${place + 1}`;
    title.firstChild.data += `, ${name}`;
    sheet.setAttribute("aria-labelledby", title.id);
    const zone = location.querySelector(".zone").cloneNode(true);
    zone.classList.add("paper");
    sheet.append(title, zone, ...weekOf(location, chips), ...singleOf(location, chips), ...signsOf(location, chips));
    enlarge(sheet, location);
    return sheet;
  }

  function weekOf(location, chips) {
    const week = location.querySelector(".week");
    const days = week ? [...week.querySelectorAll(".day")].filter((day) => some(day, chips)) : [];
    if (!days.length) return [];
    const copy = week.cloneNode(false);
    copy.className = week.className.replace(/days\d/, `days${days.length}`);
    const bands = [...week.querySelectorAll(".rail")].map((rail) => rail.classList[1])
      .filter((band) => days.some((day) => some(day.querySelector(`.${band}`), chips)));
    copy.append(...bands.map((band) => week.querySelector(`.rail.${band}`).cloneNode(true)));
    days.forEach((day, place) => {
      const column = day.cloneNode(false);
      column.className = `day c${place + 1}`;
      column.append(day.querySelector("h3").cloneNode(true), ...bands.map((band) => listOf(day.querySelector(`.${band}`), chips)));
      copy.append(column);
    });
    return [copy];
  }

  function singleOf(location, chips) {
    const single = location.querySelector(".single");
    if (!single || !some(single, chips)) return [];
    return [location.querySelector(".once").cloneNode(true), listOf(single, chips)];
  }

  function signsOf(location, chips) {
    const signs = location.querySelector(".signs")?.cloneNode(true);
    if (!signs) return [];
    const shown = new Set([...chips.keys()].map((chip) => chip.querySelector(".sign")?.textContent));
    for (const each of [...signs.children]) if (!shown.has(each.querySelector("b").textContent)) each.remove();
    return signs.children.length ? [signs] : [];
  }

  function some(list, chips) {
    return [...list.querySelectorAll(".chip")].some((chip) => chips.has(chip));
  }

  function listOf(list, chips) {
    const copy = list.cloneNode(false);
    for (const chip of list.querySelectorAll(".chip")) {
      if (!chips.has(chip)) continue;
      const part = chip.cloneNode(true);
      part.classList.toggle("theirs", !chips.get(chip));
      copies.push([part, chip]);
      copy.append(part);
    }
    return copy;
  }

  // A sheet with fewer classes has room for larger letters on its page: height grows with their square.
  function enlarge(sheet, location) {
    const size = Number(location.className.match(/letters(\d+)/)[1]);
    const larger = Math.floor(size * Math.sqrt(height(location) / height(sheet)));
    sheet.classList.replace(`letters${size}`, `letters${Math.min(LARGEST, Math.max(size, larger))}`);
  }

  function height(part) {
    const stacks = [...part.querySelectorAll(".day")].map((day) => day.querySelectorAll(".chip").length);
    return Math.max(0, ...stacks) + part.querySelectorAll(".single .chip").length / 4 + 1;
  }

  function follow() {
    for (const [copy, chip] of copies) {
      copy.hidden = chip.hidden;
      copy.classList.toggle("out", chip.classList.contains("out"));
    }
    for (const part of document.querySelectorAll(".sheet .day")) part.classList.toggle("empty", !part.querySelector(".chip:not([hidden])"));
    for (const sheet of document.querySelectorAll(".sheet")) sheet.hidden = !sheet.querySelector(".chip:not([hidden])");
  }

  chooser.addEventListener("input", build);
  chooser.form.addEventListener("reset", () => setTimeout(build));
  document.addEventListener("filtered", follow);
  if (chooser.value) build();
})();
