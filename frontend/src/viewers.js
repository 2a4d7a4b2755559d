// What the pages with two drawings beside each other share: waiting for a drawing of diagram.js, and looking at a place.

// diagram.js tells when a drawing is there; one that cannot be shown never is.
export function drawn(container) {
  return new Promise((resolve) => {
    if (container.viewer) resolve(container.viewer);
    else container.addEventListener('drawn', () => resolve(container.viewer), { once: true });
  });
}

export function shape(viewer, id) {
  return viewer.get('elementRegistry').get(id);
}

export function centre({ x, y, width, height, waypoints }) {
  if (!waypoints) return { x: x + width / 2, y: y + height / 2 };
  const [across, down] = ['x', 'y'].map((side) => waypoints.map((point) => point[side]));
  return { x: (Math.min(...across) + Math.max(...across)) / 2, y: (Math.min(...down) + Math.max(...down)) / 2 };
}

// Moves only what is not there yet, so that two drawings that follow each other come to rest.
export function show(viewer, { x, y }, scale) {
  const canvas = viewer.get('canvas');
  const size = canvas.getSize();
  const [width, height] = [size.width / scale, size.height / scale];
  const now = canvas.viewbox();
  const off = [now.x + now.width / 2 - x, now.y + now.height / 2 - y].map((length) => Math.abs(length) * scale);
  if (Math.max(...off) < 1 && Math.abs(now.scale - scale) < 0.001) return;
  canvas.viewbox({ x: x - width / 2, y: y - height / 2, width, height });
}
