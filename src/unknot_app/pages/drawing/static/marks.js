// Marks on the body: strokes as they are seen, and lines that grow while they are painted.
//
// A stroke is three things: an edge below all colours, its colour with the patterns of how it feels, and what is written
// beside it. The elements of a stroke are made once; drawing anew only takes away and adds.

import { strengthStep } from "./geometry.js";
import { patternsOf, writtenBeside } from "./quality.js";

const SVG = "http://www.w3.org/2000/svg";
// A line that grows is drawn in pieces of so many points: a long line costs no more to go on with than a short one.
const PIECE = 24;
const NUMBER_EVERY_MM = 60;
const FADING_MS = 200;

const element = (name, attributes) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

/** Where a point of the figure lies in the picture. */
const place = (svg, [x, y]) => [Number(svg.dataset.xSign) * x - Number(svg.dataset.left), Number(svg.dataset.top) - y];
const written = (svg, points) => points.map((point) => place(svg, point).join(",")).join(" ");

const linesOf = (svg, stroke, points) => {
  const edge = element("polyline", { class: "pain__edge", points });
  edge.style.setProperty("--width", stroke.width_mm);
  const line = (attributes) => element("polyline", { ...attributes, points, "stroke-width": stroke.width_mm });
  return {
    edges: [edge],
    marks: [
      line({ class: `pain pain-${strengthStep(stroke.intensity)}` }),
      ...patternsOf(stroke).map((pattern) => line({ class: "pain", stroke: `url(#skin-${stroke.view}-${pattern})` })),
    ],
  };
};

const made = new WeakMap();
const elementsOf = (svg, stroke) => {
  if (!made.has(stroke)) {
    // A line of one point is drawn by no browser; of twice the same, it is a dot.
    const points = stroke.points.length > 1 ? stroke.points : [stroke.points[0], stroke.points[0]];
    made.set(stroke, linesOf(svg, stroke, written(svg, points)));
  }
  return made.get(stroke);
};

const arrange = (layer, wanted) => {
  const staying = new Set(wanted);
  for (const one of [...layer.children]) if (!staying.has(one)) one.remove();
  let at = layer.firstChild;
  for (const one of wanted) {
    if (one === at) at = at.nextSibling;
    else layer.insertBefore(one, at);
  }
};

/** Show these strokes on a view, in their order, and nothing else. */
export const draw = (svg, strokes) => {
  for (const name of ["edges", "marks"]) {
    arrange(svg.querySelector(`.${name}`), strokes.flatMap((stroke) => elementsOf(svg, stroke)[name]));
  }
};

/** Write strength and letters beside strokes, but not twice the same close together. */
export const label = (svg, strokes, letters) => {
  const labels = [];
  for (const stroke of strokes) {
    const [x, y] = place(svg, stroke.points[0]);
    const text = writtenBeside(stroke, letters);
    const isSaid = labels.some((one) => one.text === text && Math.hypot(one.x - x, one.y - y) < NUMBER_EVERY_MM);
    if (text && !isSaid) labels.push({ x, y, text });
  }
  svg.querySelector(".numbers").replaceChildren(...labels.map(({ x, y, text }) => {
    const number = element("text", { class: "pain__number", x, y });
    number.textContent = text;
    return number;
  }));
};

/** Begin a line that is being painted. `grow` adds points to it; `end` takes it away again. */
export const growingLine = (svg, stroke) => {
  const elements = [];
  let piece = [];
  let points = "";
  let size = 0;
  const begin = (start) => {
    points = `${start} ${start}`;
    size = 0;
    const { edges, marks } = linesOf(svg, stroke, points);
    svg.querySelector(".edges").append(...edges);
    svg.querySelector(".marks").append(...marks);
    piece = [...edges, ...marks];
    elements.push(...piece);
  };
  const show = () => piece.forEach((line) => line.setAttribute("points", points));
  begin(place(svg, stroke.points[0]).join(","));
  return {
    grow(more) {
      for (const point of more) {
        const at = place(svg, point).join(",");
        points += ` ${at}`;
        size += 1;
        if (size === PIECE) {
          show();
          begin(at);
        }
      }
      show();
    },
    end() {
      elements.forEach((one) => one.remove());
    },
  };
};

/** Let strokes fade, then do what comes after. */
export const fadeAway = (svg, strokes, afterwards) => {
  for (const stroke of strokes) {
    const { edges, marks } = elementsOf(svg, stroke);
    for (const one of [...edges, ...marks]) one.classList.add("is-fading");
  }
  setTimeout(afterwards, FADING_MS);
};
