// Looking closer at the body: which part of a view is seen, and where on the figure a pointer is.

// Nobody paints further from the body than this; a finger that leaves the picture is held here.
const AROUND_MM = 100;
const LEAST_MM = 80;

const box = (svg) => svg.getAttribute("viewBox").split(" ").map(Number);
const whole = (svg) => [Number(svg.dataset.width), Number(svg.dataset.height)];

// Asking where a picture lies makes the browser lay out the page; while somebody paints, once is enough.
const inverses = new WeakMap();
let isStale = true;
for (const name of ["resize", "scroll"]) window.addEventListener(name, () => { isStale = true; }, { passive: true });

const inverse = (svg) => {
  if (isStale || !inverses.has(svg)) {
    inverses.set(svg, svg.getScreenCTM().inverse());
    isStale = false;
  }
  return inverses.get(svg);
};

/** Take anew where the picture lies: a stroke begins, or the page may have moved. */
export const takeBearings = () => { isStale = true; };

/** Edges, signs and patterns keep their size on the screen, however close one looks: `--px` is a pixel in mm. */
export const measure = (svg) => {
  takeBearings();
  const matrix = svg.getScreenCTM();
  if (!matrix?.a) return;
  svg.style.setProperty("--px", 1 / matrix.a);
  for (const pattern of svg.querySelectorAll("pattern")) pattern.setAttribute("patternTransform", `scale(${1 / matrix.a})`);
};

export const onPicture = (svg, { clientX, clientY }) => {
  const at = new DOMPoint(clientX, clientY).matrixTransform(inverse(svg));
  return [at.x, at.y];
};

/** Where on the figure a pointer is, in mm. */
export const onFigure = (svg, event) => {
  const at = onPicture(svg, event);
  const [x, y] = whole(svg).map((size, index) => Math.min(Math.max(at[index], -AROUND_MM), size + AROUND_MM));
  return [Number(svg.dataset.xSign) * (x + Number(svg.dataset.left)), Number(svg.dataset.top) - y];
};

export const look = (svg, x, y, width, height) => {
  const [wholeWidth, wholeHeight] = whole(svg);
  const size = Math.max(width, height);
  const scale = Math.min(Math.max(wholeWidth, wholeHeight) / size, Math.max(LEAST_MM / size, 1));
  const within = (value, part, all) => Math.min(Math.max(value, Math.min(0, all - part)), Math.max(0, all - part));
  const [w, h] = [width * scale, height * scale];
  svg.setAttribute("viewBox", [within(x, w, wholeWidth), within(y, h, wholeHeight), w, h].join(" "));
  measure(svg);
};

export const lookAt = (svg, which) => look(svg, ...svg.dataset[which].split(" ").map(Number));

export const zoom = (svg, factor, [cx, cy]) => {
  const [x, y, w, h] = box(svg);
  look(svg, cx - (cx - x) * factor, cy - (cy - y) * factor, w * factor, h * factor);
};

export const move = (svg, from, to) => {
  const [x, y, w, h] = box(svg);
  look(svg, x + from[0] - to[0], y + from[1] - to[1], w, h);
};

export const middle = (svg) => {
  const [x, y, w, h] = box(svg);
  return [x + w / 2, y + h / 2];
};

export const isClose = (svg) => box(svg)[3] < whole(svg)[1] * 0.8;
