// Tapping a place on the body ticks its box, and a ticked box colours its place.

const chart = document.querySelector("[data-tap-places]");
const boxes = [...document.querySelectorAll("input[name=place]")];
const boxesOf = (cell) => boxes.filter((box) => box.value === cell);

const colour = () => {
  const ticked = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  for (const path of chart.querySelectorAll("[data-cell]")) {
    path.classList.toggle("cell--ticked", ticked.has(path.dataset.cell));
  }
};

// A place that was pressed stands twice: by its name, and in the list of all.
const tick = (cell, isTicked) => {
  for (const box of boxesOf(cell)) box.checked = isTicked;
  colour();
};

chart.addEventListener("click", ({ target }) => {
  const { cell } = target.dataset;
  if (cell) tick(cell, !boxesOf(cell).some((box) => box.checked));
});
for (const box of boxes) box.addEventListener("change", () => tick(box.value, box.checked));
chart.hidden = false;
colour();
