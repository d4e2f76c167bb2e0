// The slider below a strip goes through its symbols, by keyboard or finger; so does a tap on a symbol.
for (const box of document.querySelectorAll(".costs")) {
  const slider = box.querySelector("input"), told = box.querySelector("output"), cells = [...box.querySelectorAll("i")];
  let chosen = cells[0];
  const show = (at) => {
    chosen.classList.remove("chosen");
    chosen = cells[at];
    chosen.classList.add("chosen");
    told.textContent = `${chosen.textContent.trim() || "space"} at ${chosen.title}`;
    slider.value = at + 1;
    slider.setAttribute("aria-valuetext", told.textContent);
  };
  slider.addEventListener("input", () => show(slider.value - 1));
  box.querySelector(".strip").addEventListener("click", (event) => {
    const at = cells.indexOf(event.target);
    if (at >= 0) show(at);
  });
  box.querySelector(".slider").hidden = false;
}
