// What strokes cover, and how they are cut and smoothed: numbers in, numbers out; no page, no state.
//
// Points are [x, y] in mm of the figure: y up from the floor, x to the person's left in front and back views and forward
// in side views. `unknot.draw.strokes` computes the same; recorded drawings hold both to the same answer, so the order of
// arithmetic here follows that of `near` and `covered_cells` there.

export const CORE_RADIUS_MM = 4;
export const CORE_MM2 = 40;
export const COVERED_SHARE = 1 / 3;
export const COVERED_MM2 = 100;

/** Unfolds a stored view: the label of every square, row by row, and in how many squares each label is seen. */
export const unfold = (stored) => {
  const labels = new Uint8Array(stored.rows * stored.columns);
  const seen = new Uint32Array(stored.cells.length + 1);
  let at = 0;
  for (const runs of stored.runs) {
    for (let one = 0; one < runs.length; one += 2) {
      labels.fill(runs[one], at, at + runs[one + 1]);
      seen[runs[one]] += runs[one + 1];
      at += runs[one + 1];
    }
  }
  return { ...stored, labels, seen };
};

const span = (offsets, margin, size, mm) => {
  const first = Math.floor((Math.min(...offsets) - margin) / mm);
  const last = Math.floor((Math.max(...offsets) + margin) / mm);
  return [Math.min(Math.max(first, 0), size), Math.min(Math.max(last + 1, 0), size)];
};

const squaredDistance = (x, y, [ax, ay], [bx, by]) => {
  const alongX = bx - ax;
  const alongY = by - ay;
  const length = alongX * alongX + alongY * alongY;
  let share = length ? ((x - ax) * alongX + (y - ay) * alongY) / length : 0;
  share = Math.min(1, Math.max(0, share));
  const awayX = x - (ax + share * alongX);
  const awayY = y - (ay + share * alongY);
  return awayX * awayX + awayY * awayY;
};

/** The squares whose middles lie within a radius of a line of points. */
export const near = (view, points, radius) => {
  const mm = view.mm_per_px;
  const isFound = new Uint8Array(view.labels.length);
  const found = [];
  const segments = points.length > 1 ? points.slice(1).map((end, i) => [points[i], end]) : [[points[0], points[0]]];
  for (const [start, end] of segments) {
    const [top, bottom] = span([view.top_mm - start[1], view.top_mm - end[1]], radius, view.rows, mm);
    const across = [view.x_sign * start[0] - view.left_mm, view.x_sign * end[0] - view.left_mm];
    const [left, right] = span(across, radius, view.columns, mm);
    for (let row = top; row < bottom; row += 1) {
      const y = view.top_mm - (row + 0.5) * mm;
      for (let column = left; column < right; column += 1) {
        const x = view.x_sign * (view.left_mm + (column + 0.5) * mm);
        const square = row * view.columns + column;
        if (!isFound[square] && squaredDistance(x, y, start, end) <= radius * radius) {
          isFound[square] = 1;
          found.push(square);
        }
      }
    }
  }
  return found;
};

const count = (view, squares) => {
  const counts = new Uint32Array(view.seen.length);
  for (const square of squares) counts[view.labels[square]] += 1;
  counts[0] = 0;
  return counts;
};

const strongest = (strokes) => {
  const given = strokes.map((stroke) => stroke.intensity).filter((one) => one !== undefined && one !== null);
  return given.length ? Math.max(...given) : null;
};

/** What one stroke does to its view: the squares that it covers, and how many of each label, in all and near its middle. */
export const touch = (view, stroke) => {
  const squares = near(view, stroke.points, stroke.width_mm / 2);
  const core = near(view, stroke.points, Math.min(CORE_RADIUS_MM, stroke.width_mm / 2));
  const px = count(view, squares);
  return { stroke, squares, px, most: Math.max(...px), core: count(view, core) };
};

const coveredIn = (view, touches) => {
  const area = view.mm_per_px * view.mm_per_px;
  const isCovered = new Uint8Array(view.labels.length);
  const together = [];
  for (const { squares } of touches) {
    for (const square of squares) {
      if (!isCovered[square]) together.push(square);
      isCovered[square] = 1;
    }
  }
  const found = [];
  count(view, together).forEach((squares, label) => {
    if (!squares) return;
    const by = touches.filter(({ px, most, core }) => core[label] * area >= CORE_MM2 || (px[label] && px[label] === most));
    const isFilled = squares >= COVERED_SHARE * view.seen[label] && squares * area >= COVERED_MM2;
    if (!by.length && !isFilled) return;
    const behind = by.length ? by : touches.filter(({ px }) => px[label]);
    found.push({
      cell: view.cells[label - 1],
      area_mm2: squares * area,
      intensity: strongest(behind.map(({ stroke }) => stroke)),
    });
  });
  return found;
};

/**
 * The cells that strokes paint, the largest painted area first. `views` holds the unfolded views by name; `touchOf` may
 * remember what it found of a stroke.
 */
export const coveredCells = (views, strokes, touchOf = touch) => {
  const found = new Map();
  const painting = strokes.filter((stroke) => stroke.intensity !== 0);
  for (const name of new Set(painting.map((stroke) => stroke.view))) {
    const touches = painting.filter((stroke) => stroke.view === name).map((stroke) => touchOf(views[name], stroke));
    for (const covered of coveredIn(views[name], touches)) {
      const known = found.get(covered.cell);
      found.set(covered.cell, known ? {
        cell: covered.cell,
        area_mm2: Math.max(known.area_mm2, covered.area_mm2),
        intensity: strongest([known, covered]),
      } : covered);
    }
  }
  const byName = (one, other) => (one.cell < other.cell ? -1 : 1);
  return [...found.values()].sort((one, other) => other.area_mm2 - one.area_mm2 || byName(one, other));
};

const round = (value) => Math.round(value * 10) / 10;

/** The same line with fewer points, none further than `tolerance` mm from it (Douglas and Peucker 1973), to 0.1 mm. */
export const simplify = (points, tolerance = 0.7) => {
  const kept = [];
  const keep = (first, last) => {
    let furthest = 0;
    let index = first;
    for (let one = first + 1; one < last; one += 1) {
      const away = squaredDistance(points[one][0], points[one][1], points[first], points[last]);
      if (away > furthest) [furthest, index] = [away, one];
    }
    if (furthest > tolerance * tolerance) {
      keep(first, index);
      keep(index, last);
    } else {
      kept.push(points[last]);
    }
  };
  if (points.length > 1) keep(0, points.length - 1);
  return [points[0], ...kept].map(([x, y]) => [round(x), round(y)]);
};

// Points so close that a cut through a line shows where the finger went.
const STEP_MM = 2;

const dense = (points) => points.flatMap((point, index) => {
  if (!index) return [point];
  const [x, y] = points[index - 1];
  const steps = Math.max(1, Math.ceil(Math.hypot(point[0] - x, point[1] - y) / STEP_MM));
  return Array.from({ length: steps }, (_, step) => {
    const share = (step + 1) / steps;
    return [x + share * (point[0] - x), y + share * (point[1] - y)];
  });
});

const bounds = (points) => {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
};

const areApart = (one, other, distance) =>
  [0, 1].some((axis) => one[axis] - other[axis + 2] > distance || other[axis] - one[axis + 2] > distance);

/** Strokes of a view with what lies under a rubber cut away; a stroke that is cut through becomes several. */
export const rub = (strokes, view, points, width) => strokes.flatMap((stroke) => {
  if (stroke.view !== view) return [stroke];
  const reach = (width + stroke.width_mm) / 2 - Math.min(width, stroke.width_mm) / 4;
  if (areApart(bounds(points), bounds(stroke.points), reach)) return [stroke];
  const isRubbed = ([x, y]) => points.some((end, index) =>
    squaredDistance(x, y, points[Math.max(0, index - 1)], end) < reach * reach);
  if (!stroke.points.some(isRubbed) && !dense(stroke.points).some(isRubbed)) return [stroke];
  const pieces = [[]];
  for (const point of dense(stroke.points)) {
    if (isRubbed(point)) pieces.push([]);
    else pieces.at(-1).push(point);
  }
  return pieces.filter((piece) => piece.length).map((piece) => ({ ...stroke, points: simplify(piece) }));
});

/** The step of colour, 1 to 5, of a strength from 0 to 10. */
export const strengthStep = (intensity) =>
  (intensity === undefined || intensity === null ? 3 : Math.min(5, Math.max(1, Math.floor(Math.round(intensity + 1) / 2))));
